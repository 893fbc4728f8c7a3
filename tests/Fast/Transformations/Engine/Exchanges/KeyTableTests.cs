using System.Globalization;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Engine.Exchanges;

public sealed class KeyTableTests
{
    [Fact]
    public void Numbers_keys_in_the_order_they_come_and_finds_them_again()
    {
        var table = new KeyTable();
        var keys = Enumerable.Range(0, 20_000).Select(i => Encoding.ASCII.GetBytes(new string('k', i % 40) + i.ToString(CultureInfo.InvariantCulture))).Prepend([]).ToList();

        foreach (var key in keys.Concat(keys))
            table.FindOrAdd(key, KeyHash.Of(key));

        table.Count.ShouldBe(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            table.Find(keys[i], KeyHash.Of(keys[i])).ShouldBe(i);
            table[i].SequenceEqual(keys[i]).ShouldBeTrue();
        }

        table.Find("nobody"u8, KeyHash.Of("nobody"u8)).ShouldBe(-1);
    }

    [Fact]
    public void Keys_of_one_hash_are_still_told_apart()
    {
        var table = new KeyTable();

        table.FindOrAdd("a"u8, 1).ShouldBe(0);
        table.FindOrAdd("b"u8, 1).ShouldBe(1);
        table.FindOrAdd("a"u8, 1).ShouldBe(0);
        table.Find("c"u8, 1).ShouldBe(-1);
    }

    [Fact]
    public void An_emptied_table_can_be_filled_again()
    {
        var table = new KeyTable();
        for (var i = 0; i < 10_000; i++)
            table.FindOrAdd(BitConverter.GetBytes(i), KeyHash.Of(BitConverter.GetBytes(i)));
        var before = table.SizeInBytes;

        table.Clear();

        table.Find(BitConverter.GetBytes(1), KeyHash.Of(BitConverter.GetBytes(1))).ShouldBe(-1);
        table.FindOrAdd("x"u8, KeyHash.Of("x"u8)).ShouldBe(0);
        (table.Count, table.SizeInBytes).ShouldBe((1, before));
    }

    [Fact]
    public void Hashes_of_like_keys_spread_over_both_halves()
    {
        var hashes = Enumerable.Range(0, 1 << 16).Select(i => KeyHash.Of(BitConverter.GetBytes((long)i))).ToList();

        // Thrown at random, 65,536 balls leave about 37% of as many boxes empty.
        hashes.Select(hash => hash & 0xFFFF).Distinct().Count().ShouldBeInRange(40_000, 43_000);
        hashes.Select(hash => hash >> 48).Distinct().Count().ShouldBeInRange(40_000, 43_000);
    }
}
