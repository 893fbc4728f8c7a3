namespace DataAggregator.Transformations.Operations;

/// <summary>What becomes of a value that an operation cannot take.</summary>
internal enum OnError
{
    /// <summary>Its record is rejected.</summary>
    Reject,

    /// <summary>It becomes null.</summary>
    Null,

    /// <summary>It stays as it is; where the operation gives another type, the field becomes json, which holds both.</summary>
    Keep,
}
