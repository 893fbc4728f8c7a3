using DataAggregator.Core.Records;
using DataAggregator.Storage.Disk;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

public sealed class DiskSegmentStoreTests : SegmentStoreConformance
{
    private readonly string folder = Directory.CreateTempSubdirectory("dataaggregator-segments-").FullName;

    protected override ISegmentStore Store => new DiskSegmentStore(Path.Combine(folder, "segments"));

    protected override SegmentCompression Compression => SegmentCompression.None;

    public override Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Only_the_segment_is_left()
    {
        await Store.SealAsync(Id, (stream, token) => stream.WriteAsync(new byte[] { 1 }, token).AsTask(), Token);

        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).ShouldBe([Path.Combine("segments", "run", "00001", "000002.segment")]);
    }
}
