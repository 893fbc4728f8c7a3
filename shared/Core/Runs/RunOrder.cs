namespace DataAggregator.Core.Runs;

/// <summary>What the run ledger tells whoever works on a run.</summary>
public enum RunOrder
{
    /// <summary>Go on.</summary>
    GoOn,

    /// <summary>Finish the segment at hand and stop: a user holds the run.</summary>
    Pause,

    /// <summary>Stop now: a user cancelled the run.</summary>
    Cancel,

    /// <summary>Stop now: another part of the run has failed for good.</summary>
    Halt,

    /// <summary>Stop now and write nothing more: the run was taken over, or has ended.</summary>
    Superseded,
}
