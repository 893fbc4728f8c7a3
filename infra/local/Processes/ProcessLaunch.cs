using System.Diagnostics;
using System.Globalization;

namespace DataAggregator.Local.Processes;

/// <summary>What to start, as whom, and how it learns that its parent is gone.</summary>
internal sealed record ProcessLaunch(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Another user to run as; only root may ask for it.</summary>
    public UnprivilegedUser? User { get; init; }

    /// <summary>Variables added to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Uses the portable watchdog also where the kernel could do its work.</summary>
    public bool Portable { get; init; } = !KernelEndsChildren;

    /// <summary>The watchdog ends the server when its standard input closes, which the parent's death does.</summary>
    public bool EndsWithStandardInput => Portable;

    /// <summary>util-linux' setpriv sets a parent-death signal; busybox' does not.</summary>
    private static bool KernelEndsChildren { get; } = OperatingSystem.IsLinux() && ProgramSearch.Find("setsid") is not null
        && ProgramSearch.Find("setpriv") is { } setpriv && File.ResolveLinkTarget(setpriv, returnFinalTarget: true)?.Name is null or "setpriv";

    /// <summary>
    /// The command line. A session of its own keeps a Ctrl-C at the terminal from reaching the server before the host has drained;
    /// the parent-death signal is INT, which lets PostgreSQL close its files, so that the next start needs no recovery.
    /// </summary>
    public ProcessStartInfo ToStartInfo()
    {
        string[] asUser = User is null ? [] : [$"--reuid={User.UserId}", $"--regid={User.GroupId}", "--clear-groups"];
        string[] command = Portable ? WatchdogCommand() : ["setsid", "setpriv", "--pdeathsig", "INT", .. asUser, "--", Program, .. Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = OperatingSystem.IsWindows() ? Path.GetTempPath() : "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // PostgreSQL's messages are recognised by their words.
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return start;
    }

    private string[] WatchdogCommand()
    {
        var node = ProgramSearch.Find("node") ?? throw new LocalHostException(Npm.NodePackages.NodeIsMissing);
        var watchdog = Path.Combine(AppContext.BaseDirectory, "watchdog.mjs");
        string[] ids = User is null ? ["-", "-"] : [User.UserId.ToString(CultureInfo.InvariantCulture), User.GroupId.ToString(CultureInfo.InvariantCulture)];
        return [node, watchdog, .. ids, Program, .. Arguments];
    }
}
