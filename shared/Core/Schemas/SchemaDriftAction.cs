namespace DataAggregator.Core.Schemas;

/// <summary>What a run did about a drift.</summary>
public enum SchemaDriftAction
{
    /// <summary>The new field is delivered.</summary>
    Added,

    /// <summary>The new field is not delivered.</summary>
    LeftOut,

    /// <summary>The missing field is delivered without values.</summary>
    LeftEmpty,

    /// <summary>The type seen is the field's from now on.</summary>
    TypeTaken,

    /// <summary>The known type stays; a record whose value does not have it is rejected.</summary>
    TypeKept,

    /// <summary>Records with the drift are in the dead letters.</summary>
    RecordsRejected,

    /// <summary>The run failed.</summary>
    RunFailed,
}
