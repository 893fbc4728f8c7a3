using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.DurableTask.Worker.Hosting;

/// <summary>A hosted service that runs orchestrators and activities.</summary>
public abstract class DurableTaskWorker : BackgroundService
{
    /// <summary>For implementers.</summary>
    protected DurableTaskWorker(string? name, IDurableTaskFactory factory)
    {
        Name = name ?? Options.DefaultName;
        Factory = factory ?? throw new ArgumentNullException(nameof(factory));
    }

    /// <summary>The worker's name.</summary>
    protected virtual string Name { get; }

    /// <summary>Makes the tasks it runs.</summary>
    protected virtual IDurableTaskFactory Factory { get; }
}
