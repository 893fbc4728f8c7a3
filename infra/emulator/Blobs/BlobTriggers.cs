using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Emulator.Blobs;

/// <summary>Puts blob triggers into a host.</summary>
internal static class BlobTriggers
{
    /// <summary>Serves functions with a blob trigger.</summary>
    public static void AddBlobTriggers(this IServiceCollection services) => services.AddSingleton<ITriggerListener, BlobListener>();
}
