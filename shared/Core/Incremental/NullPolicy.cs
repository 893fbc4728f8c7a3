namespace DataAggregator.Core.Incremental;

/// <summary>What becomes of records whose cursor field is null or missing: no comparison can tell whether they are new.</summary>
public enum NullPolicy
{
    /// <summary>They are read when everything is (the first load, a full refresh), and left out afterwards.</summary>
    Include,

    /// <summary>They are left out always.</summary>
    Exclude,

    /// <summary>The run fails.</summary>
    Fail,
}
