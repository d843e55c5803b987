import OrderedCollections
import Touchstone

/// Base of all layers and models, `torch.nn.Module`.
///
/// ```swift
/// final class Scale: Module {
///   @Parameter var weight: Tensor
///   let linear = Linear(3, 3)
///
///   override init() {
///     weight = Tensor.ones([3])
///     super.init()
///   }
///
///   override func forward(_ input: Tensor) -> Tensor { linear(input) * weight }
/// }
/// ```
///
/// Properties marked `@Parameter` and `@Buffer` are the module's state, properties that are modules
/// its children; both in the order of declaration, those of a superclass first. A name in a state
/// dictionary is the property's in snake case: `runningMean` is `running_mean`. What has a name
/// only at run time is registered with `registerParameter`, `registerBuffer` or `registerModule`.
open class Module {
  /// Whether layers that differ in training (dropout, batch normalisation) do so; `train(_:)` sets
  /// it for a whole model.
  public var training = true
  /// Everything that most modules do not have.
  var extras: ModuleExtras?

  /// Names the marked properties. Subclasses call it when all their properties have values.
  ///
  /// - Errors: `.type` for a property that holds modules in an array or a dictionary, which would
  ///   be left out of the state; `.key` for a name that is taken, empty, or has a dot.
  public init() {
    attempt {
      try bindMembers()
      try registerProperties()
    }
    awaitFirstCall()
  }

  /// What the module computes; subclasses override it and callers use `module(input)`.
  open func forward(_ input: Tensor) -> Tensor {
    guarded {
      throw TensorError(
        .notImplemented, "Module [\(className)] is missing the required \"forward\" function")
    }
  }

  /// Runs `forward` with the hooks around it.
  ///
  /// Modules with several inputs or outputs have a `callAsFunction` of their own, which a call that
  /// both would fit means.
  @_disfavoredOverload
  public final func callAsFunction(_ input: Tensor) -> Tensor {
    if hasPendingError { return Tensor.poison }
    return CallFrame.enter(self) {
      if !hasHooks { return forward(input) }
      return runHooked([input], outputs: 1) { [forward($0[0] ?? Tensor.poison)] }[0]
        ?? Tensor.poison
    }
  }

  /// What stands between the brackets when the module is printed, such as the arguments of its
  /// initializer; may have several lines.
  open var extraRepr: String { "" }

  /// What `description` gives; only containers with a form of their own override it.
  var printedForm: String {
    let children = members.children.map { name, child in
      Module.childLine(name, child.map(\.printedForm) ?? "None")
    }
    return brackets(extraLines, children)
  }

  /// The class as the printed form names it.
  open var name: String {
    (isParametrized ? "Parametrized" : "") + (extras?.becomes ?? className)
  }

  /// Names that no member can have.
  var reservedNames: Set<String> { ReservedNames.module }

  /// The class's own name.
  final var className: String { String(describing: Self.self) }

  /// Version of the layout of the module's state, kept in the metadata of state dictionaries.
  open class var stateVersion: Int { 1 }

  /// State that is neither parameter nor buffer, saved as `_extra_state`; nil when there is none.
  /// A class that has some overrides this to encode and decode it.
  open var extraState: Tensor? {
    get { nil }
    set {}
  }

  /// Called before the module's state is matched with what is loaded: changes the layout of an
  /// older version (`context.version`) to this one's, by renaming or adding entries.
  ///
  /// - Parameter prefix: what the names of this module's entries start with.
  open func prepareToLoad(_ context: LoadContext, prefix: String) {}
}

/// What only some modules have: state registered by name, hooks, parametrisations.
final class ModuleExtras {
  var parameters: [TensorSlot] = []
  var buffers: [TensorSlot] = []
  var children: OrderedDictionary<String, Module?> = [:]
  /// Names that were registered anew after their slot was declared, in order: they come last.
  var late: [String] = []
  /// The class that a lazy module has become.
  var becomes: String?
  /// The hook that waits for a lazy module's first call.
  var lazyHook: Int?
  /// Parameters that hooks compute before each call.
  var computed: [ComputedParameter] = []
  var hooks: ModuleHooks?
}

extension Module {
  /// The extras for writing, made on first use.
  var writableExtras: ModuleExtras {
    if let extras { return extras }
    let created = ModuleExtras()
    extras = created
    return created
  }
}
