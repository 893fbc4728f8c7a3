using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.DurableTask.Worker;

/// <summary>Configures a worker.</summary>
public interface IDurableTaskWorkerBuilder
{
    /// <summary>The worker's name; empty for the default one.</summary>
    string Name { get; }

    /// <summary>The services it is configured in.</summary>
    IServiceCollection Services { get; }

    /// <summary>The class of the worker.</summary>
    Type? BuildTarget { get; set; }

    /// <summary>Makes the worker.</summary>
    IHostedService Build(IServiceProvider serviceProvider);
}
