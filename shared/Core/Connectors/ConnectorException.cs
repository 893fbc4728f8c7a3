namespace DataAggregator.Core.Connectors;

/// <summary>A connector failed in a way that it understands. The message is for people, holds no secret, and names host, port and reason where it is about a connection.</summary>
public sealed class ConnectorException : Exception
{
    /// <summary>An error of that class.</summary>
    /// <param name="errorClass">What can be done about it.</param>
    /// <param name="code">A stable word such as <c>connection_refused</c> or <c>authentication_failed</c>.</param>
    /// <param name="message">What happened.</param>
    /// <param name="hint">The way out, where one is known.</param>
    /// <param name="innerException">The driver's own error.</param>
    public ConnectorException(ErrorClass errorClass, string code, string message, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Class = errorClass;
        Code = code;
        Hint = hint;
    }

    /// <summary>What can be done about it.</summary>
    public ErrorClass Class { get; }

    /// <summary>A stable word for programs.</summary>
    public string Code { get; }

    /// <summary>The way out, where one is known.</summary>
    public string? Hint { get; }

    /// <summary>How long the other side asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
