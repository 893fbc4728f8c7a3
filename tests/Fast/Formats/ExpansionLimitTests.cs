using System.IO.Compression;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Text;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Formats;

public sealed class ExpansionLimitTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData(63, 200, true)]
    [InlineData(80, 200, false)]
    [InlineData(80, 2_000, true)]
    public void What_blows_up_out_of_all_proportion_is_refused(int megabytes, int maxExpansion, bool passes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < megabytes; i++)
                gzip.Write(new byte[Megabyte]);
        }

        compressed.Position = 0;
        using var limited = new ExpansionLimit(new GZipStream(compressed, CompressionMode.Decompress), () => compressed.Position, maxExpansion);
        var read = () => limited.CopyTo(Stream.Null, Megabyte);
        if (passes)
            read.ShouldNotThrow();
        else
            read.ShouldThrow<ConnectorException>().Code.ShouldBe("expands_too_much");
    }
}
