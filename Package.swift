// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Touchstone",
  products: [
    .library(name: "Touchstone", targets: ["Touchstone"]),
    .library(name: "TouchstoneNN", targets: ["TouchstoneNN"]),
    .library(name: "TouchstoneOptim", targets: ["TouchstoneOptim"]),
    .library(name: "TouchstoneIO", targets: ["TouchstoneIO"]),
    .library(name: "Conformance", targets: ["Conformance"]),
    .executable(name: "touchstone", targets: ["TouchstoneCLI"]),
    .executable(name: "bench-cpu", targets: ["bench-cpu"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.3.0"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .target(name: "CKernels", dependencies: ["COpenBLAS"]),
    .target(
      name: "Touchstone",
      dependencies: ["CKernels", .product(name: "OrderedCollections", package: "swift-collections")]),
    .target(
      name: "TouchstoneNN",
      dependencies: [
        "Touchstone", .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(
      name: "TouchstoneOptim",
      dependencies: [
        "Touchstone", "TouchstoneNN",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(
      name: "TouchstoneIO",
      dependencies: [
        "Touchstone", "CHDF5", .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(
      name: "Conformance",
      dependencies: [
        "Touchstone", "TouchstoneNN", "TouchstoneOptim", "TouchstoneIO",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .executableTarget(
      name: "TouchstoneCLI",
      dependencies: [
        "Conformance", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "Examples",
      dependencies: ["Touchstone", "TouchstoneNN", "TouchstoneOptim", "TouchstoneIO"]),
    .executableTarget(
      name: "bench-cpu",
      dependencies: [
        "Touchstone", "TouchstoneOptim", "TouchstoneIO", "Conformance",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Benchmarks/bench-cpu"),
    .testTarget(name: "TouchstoneTests", dependencies: ["Touchstone"]),
    .testTarget(name: "TouchstoneNNTests", dependencies: ["TouchstoneNN"]),
    .testTarget(name: "TouchstoneOptimTests", dependencies: ["TouchstoneOptim", "TouchstoneIO"]),
    .testTarget(name: "TouchstoneIOTests", dependencies: ["TouchstoneIO"]),
    .testTarget(name: "ConformanceTests", dependencies: ["Conformance"]),
    .testTarget(name: "ExamplesTests", dependencies: ["Examples"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
