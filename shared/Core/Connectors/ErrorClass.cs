namespace DataAggregator.Core.Connectors;

/// <summary>What the catcher of an error can do about it.</summary>
public enum ErrorClass
{
    /// <summary>The settings are wrong: never retried, the user has to act.</summary>
    Settings,

    /// <summary>It may work in a moment: retried by the policy.</summary>
    Transient,

    /// <summary>The data is not what it should be: never retried.</summary>
    Data,

    /// <summary>The destination refuses the records: never retried as they are.</summary>
    Refused,

    /// <summary>A fault of the platform: retried like a transient one, since its cause may be gone.</summary>
    Internal,
}
