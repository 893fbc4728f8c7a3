using System.Diagnostics;

namespace DataAggregator.Core.Runs;

/// <summary>
/// Named places at which a fault test kills the process: <c>DATAAGGREGATOR_FAULT_POINT=segment_sealed:3</c> dies, as by SIGKILL, when the
/// place is reached for the third time, and <c>segment_sealed:3:stop</c> freezes, as by SIGSTOP. Calls are compiled into Debug builds only.
/// </summary>
public static class FaultPoint
{
    private static readonly (string Name, int Count, bool Stops) Armed = Parse(Environment.GetEnvironmentVariable("DATAAGGREGATOR_FAULT_POINT"));
    private static int reached;

    /// <summary>Marks a place. Where it is the armed one, reached often enough, the process ends on the spot.</summary>
    [Conditional("FAULT_POINTS")]
    public static void Reach(string name)
    {
        if (name != Armed.Name || Interlocked.Increment(ref reached) != Armed.Count)
            return;
        if (!Armed.Stops)
            Process.GetCurrentProcess().Kill();
        using var stop = Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        stop.WaitForExit();
    }

    private static (string Name, int Count, bool Stops) Parse(string? setting)
    {
        var parts = (setting ?? "").Split(':');
        return (parts[0], parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 1, parts is [_, _, "stop"]);
    }
}
