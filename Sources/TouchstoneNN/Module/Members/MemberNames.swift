/// A property's name as PyTorch writes it: `runningMean` is `running_mean`, `biasK` is `bias_k`,
/// `weightIH` is `weight_ih`, and `linear1` stays.
func snakeCase(_ name: some StringProtocol) -> String {
  var result = ""
  var previous: Character = "_"
  for character in name {
    if character.isUppercase && !previous.isUppercase && previous != "_" { result += "_" }
    result += character.lowercased()
    previous = character
  }
  return result
}

/// The name of the stored property `label` in reflection, without what the compiler adds to the
/// storage of wrapped and lazy properties.
func propertyName(_ label: String, isWrapper: Bool) -> Substring {
  let lazyPrefix = "$__lazy_storage_$_"
  if label.hasPrefix(lazyPrefix) { return label.dropFirst(lazyPrefix.count) }
  return isWrapper && label.hasPrefix("_") ? label.dropFirst() : label[...]
}
