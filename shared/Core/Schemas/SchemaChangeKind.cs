namespace DataAggregator.Core.Schemas;

/// <summary>How a field of a stream differs from what is known of the stream.</summary>
public enum SchemaChangeKind
{
    /// <summary>The stream had no such field.</summary>
    New,

    /// <summary>The field is gone.</summary>
    Missing,

    /// <summary>Its type holds every value of the known one, and more: int64 became decimal, anything became json.</summary>
    Widened,

    /// <summary>Its type holds fewer values than the known one: decimal became int64.</summary>
    Narrowed,

    /// <summary>Neither type holds the values of the other: bool became date.</summary>
    Incompatible,
}
