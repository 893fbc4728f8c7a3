namespace DataAggregator.Core.Runs.Ends;

/// <summary>Decides about starts that nobody asked for by hand, so that all hosts agree.</summary>
public interface IRunAdmissionStore
{
    /// <summary>Starts a run unless its key has one or the pipeline's overlap is against it.</summary>
    Task<RunEndOutcome> AdmitAsync(WantedRun wanted, CancellationToken cancellationToken);

    /// <summary>Lets those begin that wait for a run which is not there any more.</summary>
    Task<IReadOnlyList<Run>> ReleaseAsync(CancellationToken cancellationToken);
}
