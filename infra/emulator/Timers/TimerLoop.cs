using DataAggregator.Emulator.Triggers;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace DataAggregator.Emulator.Timers;

/// <summary>Runs one timer function when it is due, one run at a time: an occurrence that comes while the function runs waits for its end.</summary>
internal sealed class TimerLoop(
    FunctionDescriptor function, TimerSchedule schedule, ScheduleStore store, RetryingInvoker invoker, TimeProvider time, ILogger log)
{
    // A longer wait could miss what the clock did meanwhile: a machine that slept, a clock that was set.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly TimerTriggerAttribute _trigger = (TimerTriggerAttribute)function.Trigger;
    private readonly RetryPolicy _retries = RetryPolicy.Of(function);
    private readonly bool _monitored = ((TimerTriggerAttribute)function.Trigger).UseMonitor && schedule.IsWorthMonitoring(time.GetUtcNow());
    private ScheduleStatus _status = new();
    private DateTimeOffset _seen;

    /// <summary>Runs until the token is cancelled, and then until the running invocation has ended.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        Record(ScheduleMonitor.Resume(_monitored ? store.Find(function.Name) : null, schedule, now));
        if (_status.Next < now.UtcDateTime)
        {
            Log.PastDue(log, function.Name, _status.Next);
            await InvokeAsync(now, isPastDue: true, stopping);
        }
        else if (_trigger.RunOnStartup)
        {
            await InvokeAsync(now, isPastDue: false, stopping);
        }

        while (!stopping.IsCancellationRequested)
        {
            await InvokeAsync(await UntilDueAsync(stopping), isPastDue: false, stopping);
        }
    }

    private async Task<DateTimeOffset> UntilDueAsync(CancellationToken stopping)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            if (now < _seen)
            {
                // The clock was set back: what is due by the time that it shows now must not wait until it is as late again.
                Record(ScheduleMonitor.Advance(schedule, now));
            }

            _seen = now;
            var wait = _status.Next - now.UtcDateTime;
            if (wait <= TimeSpan.Zero)
            {
                return now;
            }

            // Timers count whole milliseconds, rounded down: a shorter rest would spin.
            wait = wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, stopping);
        }
    }

    private async Task InvokeAsync(DateTimeOffset startedAt, bool isPastDue, CancellationToken stopping)
    {
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = _monitored ? _status : null };
        var data = new TriggerData { Input = new Dictionary<string, object?> { [function.TriggerParameter.Name!] = info } };
        var outcome = await invoker.InvokeAsync(function, _retries, data, stopping);

        // A run that the stop of the host broke off is due again at the next start.
        if (outcome.Succeeded || !stopping.IsCancellationRequested)
        {
            Record(ScheduleMonitor.Advance(schedule, startedAt));
        }
    }

    private void Record(ScheduleStatus status)
    {
        _status = status;
        if (_monitored)
        {
            store.Save(function.Name, status);
        }
    }
}
