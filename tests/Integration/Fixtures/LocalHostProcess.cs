using System.Collections.Concurrent;
using System.Diagnostics;

namespace DataAggregator.Tests.Fixtures;

/// <summary>The program <c>dataaggregator</c> in a process of its own, to be talked to and killed as a user's would be.</summary>
internal sealed class LocalHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    private LocalHostProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
    }

    public int Id => process.Id;

    public bool IsRunning => !process.HasExited;

    public IReadOnlyList<string> Output => [.. output];

    public IReadOnlyList<string> Errors => [.. errors];

    /// <summary>Starts it with command line arguments and, where given, variables of its environment.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="program">The program.</param>
    /// <param name="within">A command that puts itself in place of what it is given; none by default.</param>
    public static LocalHostProcess Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string program = "dataaggregator.dll", params IReadOnlyList<string> within)
    {
        string[] command = [.. within, "dotnet", Path.Combine(AppContext.BaseDirectory, program), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var started = new LocalHostProcess(start);
        started.process.Start();
        started.process.StandardInput.Close();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits for a line of standard output.</summary>
    public async Task<string> LineAsync(string start)
    {
        string? found = null;
        await Eventually.HoldsAsync(
            () => Task.FromResult((found = output.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))) is not null || process.HasExited),
            $"the local host says '{start}'",
            Patience);
        return found ?? throw new InvalidOperationException($"The local host ended with exit code {process.ExitCode}: {string.Join('\n', Errors)}");
    }

    /// <summary>Waits until so many lines of its log hold that text.</summary>
    public Task ErrorAsync(string text, int times = 1) => Eventually.HoldsAsync(
        () => Task.FromResult(errors.Count(line => line.Contains(text, StringComparison.Ordinal)) >= times || process.HasExited), $"the local host logs '{text}'", Patience);

    /// <summary>Waits for its end and gives the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>SIGCONT: goes on after it was frozen.</summary>
    public void Continue() => Local.Processes.Posix.Signal(process.Id, 18);

    /// <summary>SIGKILL, to this process alone.</summary>
    public void Kill() => process.Kill();

    /// <summary>What Ctrl-C does.</summary>
    public Task<int> InterruptAsync() => SignalAsync(2);

    /// <summary>What a service manager does to end it: SIGTERM.</summary>
    public Task<int> TerminateAsync() => SignalAsync(15);

    private Task<int> SignalAsync(int signal)
    {
        Local.Processes.Posix.Signal(process.Id, signal);
        return ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
