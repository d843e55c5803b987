/// What PyTorch warns of, in its words.
extension LRScheduler {
  static let orderWarning =
    "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, "
    + "you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`."
    + "  Failure to do this will result in PyTorch skipping the first value of the learning rate "
    + "schedule. See more details at "
    + "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"

  static let epochWarning =
    "The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where "
    + "possible. Please use `scheduler.step()` to step the scheduler. During the deprecation, if "
    + "epoch is different from None, the closed form is used instead of the new chainable form, "
    + "where available."

  static let getLRWarning =
    "To get the last learning rate computed by the scheduler, please use `get_last_lr()`."
}
