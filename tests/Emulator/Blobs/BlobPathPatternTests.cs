using DataAggregator.Emulator.Blobs;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Emulator.Blobs;

public sealed class BlobPathPatternTests
{
    [Theory]
    [InlineData("uploads/{name}.csv", "orders.csv", "name=orders")]
    [InlineData("uploads/{name}.csv", "2026/03/orders.csv", "name=2026/03/orders")]
    [InlineData("uploads/{name}.{extension}", "orders.v2.csv", "name=orders.v2;extension=csv")]
    [InlineData("uploads/in/{tenant}/{name}", "in/acme/a b.json", "tenant=acme;name=a b.json")]
    [InlineData("uploads/{a}-{a}.txt", "x-x.txt", "a=x")]
    [InlineData("uploads/{{x}}-{name}", "{x}-1", "name=1")]
    [InlineData("uploads/exact.csv", "exact.csv", "")]
    [InlineData("uploads", "any/thing.bin", "")]
    public void A_blob_that_matches_gives_the_names(string path, string blob, string values)
        => string.Join(';', BlobPathPattern.Parse(path).Match(blob).ShouldNotBeNull().Select(pair => $"{pair.Key}={pair.Value}")).ShouldBe(values);

    [Theory]
    [InlineData("uploads/{name}.csv", "orders.json")]
    [InlineData("uploads/{name}.csv", "orders.csv.gz")]
    [InlineData("uploads/{name}.csv", "orders.csv\n")]
    [InlineData("uploads/{name}.csv", "ordersXcsv")]
    [InlineData("uploads/in/{name}", "out/x")]
    [InlineData("uploads/{a}-{a}.txt", "x-y.txt")]
    [InlineData("uploads/exact.csv", "Exact.csv")]
    public void A_blob_that_does_not_match_gives_nothing(string path, string blob) => BlobPathPattern.Parse(path).Match(blob).ShouldBeNull();

    [Theory]
    [InlineData("uploads/in/{name}.csv", "in/")]
    [InlineData("uploads/{name}.csv", "")]
    [InlineData("uploads/exact.csv", "exact.csv")]
    [InlineData("uploads", "")]
    public void The_fixed_beginning_narrows_the_listing(string path, string prefix)
    {
        var pattern = BlobPathPattern.Parse(path);

        pattern.Container.ShouldBe("uploads");
        pattern.Prefix.ShouldBe(prefix);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/x")]
    [InlineData("{container}/x")]
    [InlineData("uploads/{}")]
    [InlineData("uploads/{name")]
    [InlineData("uploads/name}")]
    [InlineData("uploads/{a b}")]
    [InlineData("uploads/{1}")]
    public void A_bad_path_is_quoted(string path) => Should.Throw<FormatException>(() => BlobPathPattern.Parse(path)).Message.ShouldContain($"'{path}'");
}
