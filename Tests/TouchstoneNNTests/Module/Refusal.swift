import Testing
import Touchstone

/// Expects that `body` fails with exactly `description`.
func expectRefusal(
  _ description: String, _ body: () -> Void, sourceLocation: SourceLocation = #_sourceLocation
) {
  let error = #expect(throws: TensorError.self, sourceLocation: sourceLocation) {
    try checked(body)
  }
  #expect(error?.description == description, sourceLocation: sourceLocation)
}
