namespace DataAggregator.Core.Profiles;

/// <summary>What the records of a run that went to its destinations were like.</summary>
/// <param name="Records">The records.</param>
/// <param name="SampledRecords">Those that were looked at closely, for all that is an estimate or a list of values.</param>
/// <param name="Fields">The fields, in the order in which they came.</param>
public sealed record RecordProfile(long Records, long SampledRecords, IReadOnlyList<FieldProfile> Fields)
{
    /// <summary>The field of that name, or null.</summary>
    public FieldProfile? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}
