namespace DataAggregator.Core.Pipelines;

/// <summary>What happens when the source's schema drifts.</summary>
public enum SchemaEvolution
{
    /// <summary>New fields are added to the destination.</summary>
    Evolve,

    /// <summary>New fields are left out.</summary>
    Freeze,

    /// <summary>The run fails.</summary>
    Reject,

    /// <summary>Records that drift go to the dead letters.</summary>
    Quarantine,
}
