namespace DataAggregator.Local;

/// <summary>The local host cannot go on; the message is one sentence for the person at the terminal, and the exit code is 1.</summary>
internal sealed class LocalHostException(string message, Exception? cause = null) : Exception(message, cause);
