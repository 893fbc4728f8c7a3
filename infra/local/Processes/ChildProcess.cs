using System.Diagnostics;

namespace DataAggregator.Local.Processes;

/// <summary>A server that ends when this process does, also when this process is killed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int Interrupt = 2;
    private const int KeptLines = 40;
    private readonly Process process;
    private readonly ProcessLaunch launch;
    private readonly StreamWriter log;
    private readonly Queue<string> lastLines = new();
    private readonly Lock gate = new();

    private ChildProcess(Process process, ProcessLaunch launch, StreamWriter log)
    {
        this.process = process;
        this.launch = launch;
        this.log = log;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>The process at the top of what was started.</summary>
    public int Id => process.Id;

    /// <summary>Completes with the exit code when the process has ended and its output is read.</summary>
    public Task<int> Exited { get; private set; } = Task.FromResult(0);

    /// <summary>The end of what it wrote.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (gate)
                return [.. lastLines];
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="launch">What to start.</param>
    /// <param name="logFile">What it writes is appended here.</param>
    public static Task<ChildProcess> StartAsync(ProcessLaunch launch, string logFile)
    {
        var start = launch.ToStartInfo();
        return SpawnThread.RunAsync(() =>
        {
            var writer = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
            var child = new ChildProcess(new Process { StartInfo = start }, launch, writer);
            child.Start();
            return child;
        });
    }

    /// <summary>Asks it to end, waits, and kills what is still there after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (Exited.IsCompleted)
            return;
        if (launch.EndsWithStandardInput)
            process.StandardInput.Close();
        else
            Posix.Signal(process.Id, Interrupt);
        if (await Task.WhenAny(Exited, Task.Delay(grace)) != Exited)
            process.Kill(entireProcessTree: true);
        await Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(10));
        process.Dispose();
        await log.DisposeAsync();
    }

    private void Start()
    {
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!launch.EndsWithStandardInput)
            process.StandardInput.Close();
        Exited = WaitAsync();
    }

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (gate)
        {
            log.WriteLine(line);
            lastLines.Enqueue(line);
            if (lastLines.Count > KeptLines)
                lastLines.Dequeue();
        }
    }
}
