// `swift run Examples NAME` runs one of the examples; each stands in a file of its own.
import Foundation

let examples: [(name: String, run: () throws -> Void)] = [
  ("linear-regression", { print("y = ax + b: \(linearRegression())") }),
  ("logistic-regression", { print("accuracy \(logisticRegression())") }),
  ("digits", { _ = try classifyDigits(DigitData()) }),
  (
    "fine-tuning",
    {
      let data = try DigitData()
      _ = try classifyDigits(data)
      print("accuracy \(try fineTune(checkpoint: "digits.checkpoint.h5", data))")
    }
  ),
]

guard let name = CommandLine.arguments.dropFirst().first,
  let example = examples.first(where: { $0.name == name })
else {
  print("usage: swift run Examples " + examples.map(\.name).joined(separator: " | "))
  exit(2)
}
try example.run()
