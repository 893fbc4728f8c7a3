using DataAggregator.Core.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>A suite for a store of what belongs to a run: there is one, <c>r1</c>.</summary>
public abstract class StoreOfRunConformance : StoreConformance
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Services.GetRequiredService<IRunStore>().CreateAsync(RunSamples.Run("r1"), Token);
    }
}
