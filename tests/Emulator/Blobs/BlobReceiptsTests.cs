using DataAggregator.Emulator.Blobs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Blobs;

public sealed class BlobReceiptsTests
{
    [Fact]
    public void A_receipt_is_for_one_version_and_one_function_and_survives_a_kill()
    {
        using var folder = new TemporaryFolder();
        using var receipts = new BlobReceipts(folder.File("receipts.db"));
        receipts.Save("Import", "uploads", "a.csv", new BlobReceipt("v1", 2, false));
        receipts.Save("Import", "uploads", "a.csv", new BlobReceipt("v2", 0, true));

        using var afterKill = folder.AsAfterKill();
        using var reopened = new BlobReceipts(afterKill.File("receipts.db"));

        reopened.Find("Import", "uploads", "a.csv", "v2").ShouldBe(new BlobReceipt("v2", 0, true));
        reopened.Find("Import", "uploads", "a.csv", "v1").ShouldBeNull();
        reopened.Find("Import", "uploads", "a.csv", "v3").ShouldBeNull();
        reopened.Find("Other", "uploads", "a.csv", "v2").ShouldBeNull();
        reopened.Find("Import", "uploads", "A.csv", "v2").ShouldBeNull();
    }
}
