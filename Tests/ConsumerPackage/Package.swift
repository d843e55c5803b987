// swift-tools-version: 6.2
import Foundation
import PackageDescription

// A package that depends on Touchstone by version, as any other project would: SwiftPM refuses
// versioned dependencies that use unsafe flags. The test gives the repository's address.
let touchstone = ProcessInfo.processInfo.environment["TOUCHSTONE_REPOSITORY"] ?? "Touchstone"

let package = Package(
  name: "Consumer",
  dependencies: [.package(url: touchstone, from: "1.0.0")],
  targets: [
    .executableTarget(
      name: "Consumer", dependencies: [.product(name: "Touchstone", package: "Touchstone")])
  ]
)
