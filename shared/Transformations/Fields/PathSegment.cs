namespace DataAggregator.Transformations.Fields;

/// <summary>One step into a JSON value: a key of an object or, when <see cref="Key"/> is null, an index of an array.</summary>
internal readonly record struct PathSegment(byte[]? Key, int Index);
