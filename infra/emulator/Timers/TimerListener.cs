using DataAggregator.Emulator.Triggers;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Timers;

/// <summary>Serves functions with a <see cref="TimerTriggerAttribute"/>.</summary>
internal sealed class TimerListener(
    IConfiguration configuration,
    EmulatorOptions options,
    FunctionInvoker invoker,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<TimerListener> log) : ITriggerListener, IDisposable
{
    /// <summary>The official setting that names the time zone of cron expressions.</summary>
    private const string ZoneSetting = "WEBSITE_TIME_ZONE";

    private readonly ListenerTasks _loops = new(lifetime);
    private ScheduleStore? _store;

    public Type Trigger => typeof(TimerTriggerAttribute);

    /// <summary>Starts a loop for each function.</summary>
    /// <exception cref="EmulatorStartException">A schedule or the time zone is wrong.</exception>
    public Task StartAsync(IReadOnlyList<FunctionDescriptor> functions, CancellationToken cancellationToken)
    {
        var zone = Zone();
        var schedules = functions.Select(function => (Function: function, Schedule: Schedule(function, zone))).ToArray();
        var store = _store = new ScheduleStore(Path.Combine(options.DataDirectory, "timers.db"));
        foreach (var (function, schedule) in schedules)
        {
            var loop = new TimerLoop(function, schedule, store, new RetryingInvoker(invoker, time, log), time, log);
            _loops.Run(loop.RunAsync, exception => Log.TimerStopped(log, exception, function.Name));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _loops.StopAsync(cancellationToken);

    public void Dispose()
    {
        _loops.Dispose();
        _store?.Dispose();
    }

    private TimerSchedule Schedule(FunctionDescriptor function, TimeZoneInfo zone)
    {
        var written = ((TimerTriggerAttribute)function.Trigger).Schedule;
        try
        {
            return TimerSchedule.Parse(SettingNames.Resolve(written, configuration, $"the schedule of function '{function.Name}'"), zone);
        }
        catch (FormatException cause)
        {
            throw new EmulatorStartException($"Function '{function.Name}': {cause.Message}", cause);
        }
    }

    private TimeZoneInfo Zone()
    {
        var id = configuration[ZoneSetting];
        try
        {
            return string.IsNullOrEmpty(id) ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(id);
        }
        catch (Exception cause) when (cause is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new EmulatorStartException($"The setting {ZoneSetting} names no time zone of this machine: '{id}'.", cause);
        }
    }
}
