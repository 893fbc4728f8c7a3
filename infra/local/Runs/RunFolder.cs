using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Local.Processes;

namespace DataAggregator.Local.Runs;

/// <summary>
/// What <c>run FILE</c> keeps in the data directory: <c>runs/history.db</c> with every run, and a folder a pipeline with what its run at hand
/// needs. The folder is held by one process at a time, so that a pipeline never runs twice at once.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly FileStream claim;

    private RunFolder(string runs, string pipelineId, FileStream claim)
    {
        History = Path.Combine(runs, "history.db");
        PipelineId = pipelineId;
        Folder = Path.Combine(runs, pipelineId);
        this.claim = claim;
    }

    /// <summary>The SQLite file of the run ledger.</summary>
    public string History { get; }

    /// <summary>The pipeline's id, which follows from its name: a file that moves keeps its history and cursors.</summary>
    public string PipelineId { get; }

    /// <summary>The durable engine's files.</summary>
    public string Engine => Path.Combine(Folder, "engine");

    /// <summary>Sealed segments.</summary>
    public string Segments => Path.Combine(Folder, "segments");

    private string Folder { get; }

    /// <summary>Opens the pipeline's folder for this process alone.</summary>
    /// <exception cref="LocalHostException">Another process is running the pipeline.</exception>
    public static RunFolder Open(string dataDirectory, string pipelineName)
    {
        // A data directory that a server started by root uses is passed through by PostgreSQL's user: its mode stays as it is.
        if (!Directory.Exists(dataDirectory))
            PrivateFiles.CreateFolder(dataDirectory, reachable: UnprivilegedUser.WhenRoot() is not null);
        var runs = Path.Combine(dataDirectory, "runs");
        var id = $"file-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pipelineName)))[..16]}";
        PrivateFiles.CreateFolder(runs, reachable: false);
        PrivateFiles.CreateFolder(Path.Combine(runs, id), reachable: false);
        var owner = Path.Combine(runs, id, "owner");
        var claim = FileLock.TryTake(Path.Combine(runs, id, "lock"))
            ?? throw new LocalHostException($"The pipeline '{pipelineName}' is being run by another process (pid {(File.Exists(owner) ? File.ReadAllText(owner) : "unknown")}) on {dataDirectory}.");
        PrivateFiles.Write(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new RunFolder(runs, id, claim);
    }

    /// <summary>Where the definition of a run is kept until the run has ended, placeholders unfilled; of a failed one until another takes its place.</summary>
    public string DefinitionOf(string runId) => File.Exists(FailedOf(runId)) ? FailedOf(runId) : Path.Combine(Folder, runId + ".json");

    /// <summary>The runs whose definition is still kept.</summary>
    public IEnumerable<string> KeptRuns() => Directory.EnumerateFiles(Folder, "*.json").Select(Path.GetFileNameWithoutExtension)!;

    /// <summary>The failed runs whose definition is still kept, the newest first.</summary>
    public IEnumerable<string> FailedRuns() => Directory.EnumerateFiles(Folder, "*.failed").Select(Path.GetFileNameWithoutExtension).OrderDescending(StringComparer.Ordinal)!;

    /// <summary>Keeps what a failed run, whose end was told, needs to go on: its definition and what was sealed.</summary>
    public void KeepFailed(string runId)
    {
        Delete(Engine);
        if (!File.Exists(FailedOf(runId)))
            File.Move(DefinitionOf(runId), FailedOf(runId));
    }

    /// <summary>Takes a failed run up again: from now on it is one whose end has not been told.</summary>
    public void TakeUp(string runId) => File.Move(FailedOf(runId), Path.Combine(Folder, runId + ".json"), overwrite: true);

    /// <summary>Removes what only a run needs whose end has not been told yet, or that failed before.</summary>
    public void Clear()
    {
        Delete(Engine);
        Delete(Segments);
        foreach (var definition in Directory.EnumerateFiles(Folder, "*.json").Concat(Directory.EnumerateFiles(Folder, "*.failed")))
            File.Delete(definition);
    }

    public void Dispose() => claim.Dispose();

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private string FailedOf(string runId) => Path.Combine(Folder, runId + ".failed");
}
