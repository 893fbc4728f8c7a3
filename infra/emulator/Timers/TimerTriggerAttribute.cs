using DataAggregator.Emulator.Timers;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter of a function that runs on a schedule.</summary>
/// <param name="schedule">
/// An NCRONTAB expression of six fields (<c>{second} {minute} {hour} {day} {month} {day-of-week}</c>) or five without seconds, an interval
/// <c>hh:mm:ss</c>, or <c>%Setting%</c> with one of these. Times are UTC, or of the zone in the setting <c>WEBSITE_TIME_ZONE</c>.
/// </param>
[InputConverter(typeof(TimerInfoConverter))]
[ConverterFallbackBehavior(ConverterFallbackBehavior.Allow)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule as written.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the function also runs each time the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether occurrences are recorded, so that one missed while the host was down runs at the next start. Not for schedules below a minute.</summary>
    public bool UseMonitor { get; set; } = true;
}
