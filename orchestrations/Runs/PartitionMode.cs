namespace DataAggregator.Orchestrations.Runs;

/// <summary>What becomes of the segments of a partition.</summary>
public enum PartitionMode
{
    /// <summary>Each is read, transformed and written by one activity.</summary>
    Move,

    /// <summary>Each is sealed and then loaded, while the next is being sealed.</summary>
    Stage,

    /// <summary>Each is sealed, for steps that need the whole run.</summary>
    Extract,

    /// <summary>Each is sealed already and only loaded.</summary>
    Load,
}
