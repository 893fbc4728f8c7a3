using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Integration.Storage;

/// <summary>What every segment store promises.</summary>
public abstract class SegmentStoreConformance : IAsyncLifetime
{
    protected static readonly SegmentId Id = new("run", 1, 2);

    protected CancellationToken Token { get; } = CancellationToken.None;

    protected abstract ISegmentStore Store { get; }

    /// <summary>What is worth its time: at the end of a network segments are compressed.</summary>
    protected abstract SegmentCompression Compression { get; }

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_000_001)]
    public async Task A_sealed_segment_is_read_as_it_was_written(int length)
    {
        var bytes = Bytes(length, 1);

        (await Store.SealAsync(Id, Writes(bytes), Token)).ShouldBeTrue();

        (await Store.ExistsAsync(Id, Token)).ShouldBeTrue();
        (await ReadAsync(Id)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_segment_is_compressed_where_that_is_worth_its_time()
    {
        using var batch = new RecordBatch(new Schema(new Field("s", DataType.String)), [BytesColumn.Repeat(DataType.String, "the same text again and again"u8, 50_000)], 50_000);
        await Store.SealAsync(
            Id,
            async (stream, token) =>
            {
                var writer = new SegmentWriter(stream, Store.Compression);
                await writer.WriteAsync(batch, token);
                await writer.CompleteAsync(null, null, token);
            },
            Token);

        Store.Compression.ShouldBe(Compression);
        await using var segment = await Store.OpenAsync(Id, Token);
        (segment.Length < batch.SizeInBytes / 4).ShouldBe(Compression == SegmentCompression.Brotli);
        await foreach (var read in SegmentReader.ReadAsync(segment, Token))
        {
            using (read)
                ((BytesColumn)read.Columns[0]).Data.SequenceEqual(((BytesColumn)batch.Columns[0]).Data).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task It_opens_seekable_from_the_end()
    {
        var bytes = Bytes(6_000_000, 2);
        await Store.SealAsync(Id, Writes(bytes), Token);
        await using var stream = await Store.OpenAsync(Id, Token);
        var part = new byte[1000];

        stream.Length.ShouldBe(6_000_000);
        stream.Seek(-1000, SeekOrigin.End);
        await stream.ReadExactlyAsync(part, Token);
        part.ShouldBe(bytes[^1000..]);
        stream.Position = 5;
        await stream.ReadExactlyAsync(part, Token);
        part.ShouldBe(bytes[5..1005]);
    }

    [Fact]
    public async Task What_is_sealed_stays()
    {
        await Store.SealAsync(Id, Writes([1]), Token);
        var wrote = false;

        (await Store.SealAsync(Id, (_, _) => { wrote = true; return Task.CompletedTask; }, Token)).ShouldBeFalse();

        wrote.ShouldBeFalse();
        (await ReadAsync(Id)).ShouldBe([1]);
    }

    [Fact]
    public async Task Of_many_that_seal_at_once_one_does_and_nothing_is_mixed()
    {
        var writing = 0;
        var all = new TaskCompletionSource();
        async Task WriteAsync(byte content, Stream stream)
        {
            await stream.WriteAsync(Enumerable.Repeat(content, 300_000).ToArray(), Token);
            if (Interlocked.Increment(ref writing) == 6)
                all.SetResult();
            await all.Task;
            await stream.WriteAsync(Enumerable.Repeat(content, 5_000_000).ToArray(), Token);
        }

        var sealedBy = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Store.SealAsync(Id, (stream, _) => WriteAsync((byte)i, stream), Token))));

        sealedBy.Count(sealedIt => sealedIt).ShouldBe(1);
        var winner = (byte)Array.IndexOf(sealedBy, true);
        var content = await ReadAsync(Id);
        content.Distinct().ShouldBe([winner]);
        content.Length.ShouldBe(5_300_000);
    }

    [Fact]
    public async Task Nothing_is_visible_before_it_is_sealed_or_when_writing_fails()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Store.SealAsync(
            Id,
            async (stream, token) =>
            {
                await stream.WriteAsync(Bytes(6_000_000, 3), token);
                (await Store.ExistsAsync(Id, token)).ShouldBeFalse();
                throw new InvalidOperationException("The source broke.");
            },
            Token));

        (await Store.ExistsAsync(Id, Token)).ShouldBeFalse();
        await Should.ThrowAsync<FileNotFoundException>(() => Store.OpenAsync(Id, Token));
        (await Store.SealAsync(Id, Writes([4]), Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_is_deleted_whole_and_alone_and_again()
    {
        SegmentId[] others = [new("run2", 1, 2), new("ru", 1, 2)];
        SegmentId[] all = [Id, Id with { Partition = 0 }, Id with { Ordinal = 3 }, .. others];
        foreach (var id in all)
            await Store.SealAsync(id, Writes([1]), Token);

        await Store.DeleteAsync("run", Token);
        await Store.DeleteAsync("run", Token);

        (await Store.ExistsAsync(Id, Token)).ShouldBeFalse();
        (await Store.ExistsAsync(Id with { Ordinal = 3 }, Token)).ShouldBeFalse();
        foreach (var id in others)
            (await Store.ExistsAsync(id, Token)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("../run")]
    [InlineData("a/b")]
    [InlineData("orders:2026-03-01T08:30:00Z ✗")]
    public async Task Any_run_id_names_a_folder_of_its_own(string runId)
    {
        var id = new SegmentId(runId, 0, 0);

        await Store.SealAsync(id, Writes([7]), Token);

        (await ReadAsync(id)).ShouldBe([7]);
        await Store.DeleteAsync(runId, Token);
        (await Store.ExistsAsync(id, Token)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    public async Task A_run_id_that_would_name_all_is_refused(string runId)
    {
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(runId, Token));
        await Should.ThrowAsync<ArgumentException>(() => Store.SealAsync(new SegmentId(runId, 0, 0), Writes([1]), Token));
    }

    private static Func<Stream, CancellationToken, Task> Writes(byte[] bytes) => (stream, token) => stream.WriteAsync(bytes, token).AsTask();

    private static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private async Task<byte[]> ReadAsync(SegmentId id)
    {
        await using var stream = await Store.OpenAsync(id, Token);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
