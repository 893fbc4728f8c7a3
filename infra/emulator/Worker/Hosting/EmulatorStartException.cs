namespace DataAggregator.Emulator;

/// <summary>The emulator cannot start. The message is one sentence for the person at the terminal.</summary>
/// <param name="message">What is wrong, where, and the way out.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class EmulatorStartException(string message, Exception? innerException = null) : Exception(message, innerException);
