using DataAggregator.Core.Records;
using DataAggregator.Storage;
using DataAggregator.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class BlobSegmentStoreTests(AzuriteFixture azurite) : SegmentStoreConformance, IClassFixture<AzuriteFixture>
{
    private ServiceProvider? services;

    protected override ISegmentStore Store => services!.GetRequiredService<ISegmentStore>();

    protected override SegmentCompression Compression => SegmentCompression.Brotli;

    public override Task InitializeAsync()
    {
        services = new ServiceCollection().AddBlobSegments(azurite.ConnectionString, $"segments-{Guid.NewGuid():N}").BuildServiceProvider();
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync() => await services!.DisposeAsync();
}
