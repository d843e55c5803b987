import Testing
import Touchstone
import TouchstoneNN

struct GainTests {
  @Test func gains() {
    #expect(Init.calculateGain(.tanh) == 5.0 / 3)
    #expect(Init.calculateGain(.leakyReLU) == 1.4141428569978354)
    #expect(Init.calculateGain(.leakyReLU, 3) == 0.4472135954999579)
    #expect(Init.calculateGain(.selu) == 0.75)
    #expect(Init.calculateGain(.convTranspose2d) == 1)
  }
}
