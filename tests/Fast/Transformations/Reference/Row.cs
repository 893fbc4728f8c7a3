namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>A record: its values by name, and which record of the source it comes from, if it is known.</summary>
internal sealed record Row(long? Ordinal, Dictionary<string, object?> Values)
{
    /// <summary>The record with another value in a field; <see cref="Plain.Missing"/> takes it out.</summary>
    public Row With(string field, object? value) => this with { Values = new(Values) { [field] = value } };
}
