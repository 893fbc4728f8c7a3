using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DataAggregator.Emulator.Worker.HostJson;

/// <summary>The settings of <c>host.json</c>: those that the emulator honours, and those that mean something on Azure only.</summary>
internal static partial class HostJsonSchema
{
    // One file serves both hosts, so what only Azure understands has to be let through.
    private static readonly string[] AzureOnly =
    [
        "aggregator", "applicationInsights", "concurrency", "customHandler", "extensionBundle", "functions", "healthMonitor", "id", "managedDependency",
        "singleton", "telemetryMode", "watchDirectories", "watchFiles",
        "extensions.http.customHeaders", "extensions.http.dynamicThrottlesEnabled", "extensions.http.hsts",
        "extensions.http.maxConcurrentRequests", "extensions.http.maxOutstandingRequests",
        "extensions.durableTask.defaultVersion", "extensions.durableTask.extendedSessionIdleTimeoutInSeconds", "extensions.durableTask.extendedSessionsEnabled",
        "extensions.durableTask.grpc", "extensions.durableTask.logReplayEvents", "extensions.durableTask.maxConcurrentEntityFunctions",
        "extensions.durableTask.maxOrchestrationActions", "extensions.durableTask.maxQueuePollingInterval", "extensions.durableTask.notifications",
        "extensions.durableTask.overridableExistingInstanceStates", "extensions.durableTask.storageProvider", "extensions.durableTask.tracing",
        "extensions.durableTask.traceInputsAndOutputs", "extensions.durableTask.useGracefulShutdown", "extensions.durableTask.versionMatchStrategy",
        "extensions.durableTask.versionFailureStrategy",
        "extensions.eventHubs.clientRetryOptions", "extensions.eventHubs.customEndpointAddress", "extensions.eventHubs.loadBalancingUpdateInterval",
        "extensions.eventHubs.partitionOwnershipExpirationInterval", "extensions.eventHubs.targetUnprocessedEventThreshold",
        "extensions.eventHubs.trackLastEnqueuedEventProperties", "extensions.eventHubs.transportType", "extensions.eventHubs.webProxy",
    ];

    public static FrozenDictionary<string, HostJsonSetting> Settings { get; } = new Dictionary<string, HostJsonSetting>
    {
        ["version"] = HostJsonSetting.Text("\"2.0\"", static (_, value) => value == "2.0"),
        ["functionTimeout"] = HostJsonSetting.Text("a duration as \"hh:mm:ss\", or \"-1\" for none", TrySetTimeout),
        ["extensions.http.routePrefix"] = HostJsonSetting.Text("a path, or empty", static (settings, value) =>
        {
            settings.RoutePrefix = value.Trim('/');
            return true;
        }),
        ["extensions.durableTask.hubName"] = HostJsonSetting.Text("a letter and then 2 to 44 letters and digits", static (settings, value) =>
        {
            settings.DurableTask.HubName = value;
            return HubName().IsMatch(value);
        }),
        ["extensions.durableTask.maxConcurrentActivityFunctions"] =
            HostJsonSetting.Integer(1, int.MaxValue, static (settings, value) => settings.DurableTask.MaxConcurrentActivityFunctions = value),
        ["extensions.durableTask.maxConcurrentOrchestratorFunctions"] =
            HostJsonSetting.Integer(1, int.MaxValue, static (settings, value) => settings.DurableTask.MaxConcurrentOrchestratorFunctions = value),
        ["extensions.eventHubs.maxEventBatchSize"] =
            HostJsonSetting.Integer(1, int.MaxValue, static (settings, value) => settings.EventHubs.MaxEventBatchSize = value),
        ["extensions.eventHubs.minEventBatchSize"] =
            HostJsonSetting.Integer(1, int.MaxValue, static (settings, value) => settings.EventHubs.MinEventBatchSize = value),
        ["extensions.eventHubs.maxWaitTime"] = HostJsonSetting.Text("a duration of at most ten minutes as \"hh:mm:ss\"", TrySetMaxWaitTime),
        ["extensions.eventHubs.batchCheckpointFrequency"] =
            HostJsonSetting.Integer(1, int.MaxValue, static (settings, value) => settings.EventHubs.BatchCheckpointFrequency = value),
        ["extensions.eventHubs.prefetchCount"] =
            HostJsonSetting.Integer(0, int.MaxValue, static (settings, value) => settings.EventHubs.PrefetchCount = value),
        ["extensions.eventHubs.initialOffsetOptions.type"] =
            HostJsonSetting.Text("\"fromStart\", \"fromEnd\" or \"fromEnqueuedTime\"", TrySetInitialOffset),
        ["extensions.eventHubs.initialOffsetOptions.enqueuedTimeUtc"] = HostJsonSetting.Text("an instant as \"2026-01-31T12:00:00Z\"", TrySetEnqueuedTime),
        ["extensions.blobs.maxDegreeOfParallelism"] =
            HostJsonSetting.Integer(1, int.MaxValue, static (settings, value) => settings.Blobs.MaxDegreeOfParallelism = value),
        ["extensions.blobs.poisonBlobThreshold"] =
            HostJsonSetting.Integer(1, int.MaxValue, static (settings, value) => settings.Blobs.PoisonBlobThreshold = value),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool IsSection(string path) => Settings.Keys.Any(known => known.StartsWith(path + ".", StringComparison.OrdinalIgnoreCase));

    public static bool HasNoEffectHere(string path) => AzureOnly.Contains(path, StringComparer.OrdinalIgnoreCase);

    /// <summary>The known setting that differs from a path in the fewest letters.</summary>
    public static string Nearest(string path) => Settings.Keys.Concat(AzureOnly).Append("logging").MinBy(known => Distance(known, path))!;

    private static bool TrySetTimeout(HostSettings settings, string value)
    {
        if (value == "-1")
        {
            settings.FunctionTimeout = null;
            return true;
        }

        var valid = TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero;
        settings.FunctionTimeout = timeout;
        return valid;
    }

    private static bool TrySetMaxWaitTime(HostSettings settings, string value)
    {
        var valid = TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var wait) && wait >= TimeSpan.Zero && wait <= TimeSpan.FromMinutes(10);
        settings.EventHubs.MaxWaitTime = wait;
        return valid;
    }

    private static bool TrySetInitialOffset(HostSettings settings, string value)
    {
        var valid = Enum.TryParse<InitialOffset>(value, ignoreCase: true, out var offset) && !char.IsAsciiDigit(value[0]);
        settings.EventHubs.InitialOffset = offset;
        return valid;
    }

    private static bool TrySetEnqueuedTime(HostSettings settings, string value)
    {
        var valid = DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        settings.EventHubs.InitialEnqueuedTime = valid ? instant : null;
        return valid;
    }

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$", RegexOptions.CultureInvariant)]
    private static partial Regex HubName();
}
