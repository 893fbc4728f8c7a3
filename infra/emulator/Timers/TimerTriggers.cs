using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Emulator.Timers;

/// <summary>Puts timer triggers into a host.</summary>
internal static class TimerTriggers
{
    /// <summary>Serves functions with a timer trigger.</summary>
    public static void AddTimerTriggers(this IServiceCollection services) => services.AddSingleton<ITriggerListener, TimerListener>();
}
