using System.Globalization;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Operations.Moments;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Operations;

/// <summary>Operations over generated values, against what anyone would write with strings and the framework's own dates.</summary>
public sealed class OperationPropertyTests
{
    private const long Microseconds = 1_000_000;

    private static readonly Gen<string> Texts =
        from runes in Gen.ListOf(Gen.OneOf(
            Gen.Choose(0x20, 0x7E), Gen.Choose(0xA0, 0x24F), Gen.Choose(0x370, 0x5FF), Gen.Choose(0x10400, 0x1044F), Gen.Elements(0x20, 0x0A, 0xA0, 0x3000, 0x301, 0x1F600, 0x4E2D)))
        select string.Concat(runes.Select(code => new Rune(code).ToString()));

    [Fact]
    public void Dates_pass_every_transition_of_every_zone()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones();
        var transitions = 0;
        foreach (var zone in zones)
            transitions += PassTransitions(zone);

        // Without the database of zones, or with an empty one, nothing would be shown.
        (zones.Count, transitions).ShouldSatisfyAllConditions(seen => seen.Count.ShouldBeGreaterThan(400), seen => seen.transitions.ShouldBeGreaterThan(20_000));
    }

    [Fact]
    public void Patterns_write_what_the_framework_writes_and_read_it_back()
    {
        var patterns = new[] { "yyyy-MM-dd HH:mm:ss.ffffff", "dddd d MMMM yyyy h:mm:ss tt fff", "ddd dd MMM yy hh:mm tt", "M/d/yyyy H:m:s", "yyyyMMddHHmmss" }.Select(text => (Text: text, Pattern: Pattern(text))).ToList();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20250115, 7), Prop.ForAll(Of(Gen.Choose(-365, 36_000), Gen.Choose(0, 86_399), Gen.Choose(0, 999_999)), at =>
        {
            var (day, second, fraction) = at;
            var local = (((day * 86_400L) + second) * Microseconds) + fraction;
            foreach (var (text, pattern) in patterns)
            {
                var written = Written(pattern, local, 0);
                written.ShouldBe(DateTime.UnixEpoch.AddMicroseconds(local).ToString(text, CultureInfo.InvariantCulture));
                pattern.TryRead(Encoding.UTF8.GetBytes(written), out var parts).ShouldBeTrue();
                Written(pattern, parts.Local, 0).ShouldBe(written);
            }

            return true;
        }));
    }

    [Fact]
    public void Text_operations_do_what_strings_do() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(20250115, 7), Prop.ForAll(Of(Texts, Gen.Choose(-6, 12), Gen.Choose(0, 12)), sample =>
        {
            var (text, start, length) = sample;
            var runes = text.EnumerateRunes().ToList();
            var from = Math.Min(start < 0 ? Math.Max(0, runes.Count + start) : start, runes.Count);

            Apply("uppercase", "{}", text).ShouldBe(string.Concat(runes.Select(Rune.ToUpperInvariant)));
            Apply("lowercase", "{}", text).ShouldBe(string.Concat(runes.Select(Rune.ToLowerInvariant)));
            Apply("trim", "{}", text).ShouldBe(text.Trim());
            Apply("replace", """{"search":"e","replacement":"é"}""", text).ShouldBe(text.Replace("e", "é", StringComparison.Ordinal));
            Apply("normalize_unicode", """{"form":"nfkd"}""", text).ShouldBe(text.Normalize(NormalizationForm.FormKD));
            Apply("substring", $$"""{"start":{{start}},"length":{{length}}}""", text).ShouldBe(string.Concat(runes.Skip(from).Take(length)));
            Apply("pad", $$"""{"length":{{length + 1}},"with":"é"}""", text).ShouldBe(string.Concat(Enumerable.Repeat("é", Math.Max(0, length + 1 - runes.Count))) + text);
            Apply("url_encode", "{}", text).ShouldBe(Uri.EscapeDataString(text));
            Apply("base64_encode", "{}", text).ShouldBe(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
            return true;
        }));

    [Fact]
    public void Casts_to_text_and_back_lose_nothing() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20250115, 7), Prop.ForAll(Of(ArbMap.Default.GeneratorFor<long>(), ArbMap.Default.GeneratorFor<double>(), Gen.Choose(0, 20)), sample =>
        {
            var (number, real, scale) = sample;
            var moment = number % (253_402_300_800 * Microseconds / 2);
            RoundTrip(DataType.Int64, number);
            RoundTrip(DataType.Double, real);
            RoundTrip(DataType.Timestamp, moment / 4);
            RoundTrip(DataType.LocalTimestamp, moment / 4);
            RoundTrip(DataType.Date, number % 700_000);
            RoundTrip(DataType.Time, Math.Abs(number % (86_400 * Microseconds)));
            RoundTrip(DataType.Bool, number > 0);
            var decimals = new DecimalBuilder();
            decimals.Append(new Decimal38((Int128)number * number, scale));
            RoundTrip(decimals);
            return true;
        }));

    /// <summary>Converts instants about every transition of a zone, and gives how many of those there are.</summary>
    private static int PassTransitions(TimeZoneInfo info)
    {
        var zone = Zone.Find(info.Id, "", []).ShouldNotBeNull(info.Id);
        var transitions = Transitions(info).ToList();
        var instants = transitions.SelectMany(at => new[] { -86_400, -3601, -3600, -1800, -1, 0, 1, 1800, 3599, 3600, 86_400 }.Select(seconds => (at + seconds) * Microseconds));
        var (withOffset, without) = (Pattern("yyyy-MM-dd HH:mm:ss zzz"), Pattern("%Y-%m-%d %H:%M:%S"));
        foreach (var utc in instants)
        {
            var where = $"{info.Id} at {utc}";
            var expected = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddSeconds(utc / Microseconds), info);
            var offset = zone.OffsetAt(utc);
            var text = Written(withOffset, utc + offset, offset);
            text.ShouldBe(expected.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture), where);
            withOffset.TryRead(Encoding.UTF8.GetBytes(text), out var parts).ShouldBeTrue(where);
            (parts.Local - parts.Offset!.Value).ShouldBe(utc, where);

            without.TryRead(Encoding.UTF8.GetBytes(Written(without, utc + offset, offset)), out var local).ShouldBeTrue(where);
            zone.TryToUtc(local.Local, GapRule.Reject, OverlapRule.First, out var first).ShouldBeTrue($"a local time that a clock showed is in no gap: {where}");
            zone.TryToUtc(local.Local, GapRule.Reject, OverlapRule.Last, out var last).ShouldBeTrue(where);
            (first == utc || last == utc).ShouldBeTrue(where);
            (first <= last).ShouldBeTrue(where);
            (first + zone.OffsetAt(first)).ShouldBe(local.Local, where);
            (last + zone.OffsetAt(last)).ShouldBe(local.Local, where);
        }

        return transitions.Count;
    }

    private static Arbitrary<(T1, T2, T3)> Of<T1, T2, T3>(Gen<T1> first, Gen<T2> second, Gen<T3> third) =>
        (from a in first from b in second from c in third select (a, b, c)).ToArbitrary();

    private static void RoundTrip<T>(DataType type, T value)
        where T : unmanaged
    {
        var builder = new FixedBuilder<T>(type);
        builder.Append(value);
        RoundTrip(builder);
    }

    private static void RoundTrip(ColumnBuilder builder)
    {
        using var input = new RecordBatch(new Schema(new Field("v", builder.Type)), [builder.Build()], 1);

        var result = Steps.Run($"[{OperationRuns.Step("cast", """{"type":"string"}""")},{OperationRuns.Step("cast", $$"""{"type":"{{DeclaredSchema.NameOf(builder.Type)}}"}""")}]", input);

        result.Records.ShouldBe(JsonRecords.Write(input));
        result.Schema[0].Type.ShouldBe(builder.Type);
    }

    private static string Apply(string operation, string parameters, string text) =>
        System.Text.Json.Nodes.JsonNode.Parse(Steps.Run(OperationRuns.Step(operation, parameters), $$"""[{"v":{{OperationRuns.Text(text)}}}]""").Records)![0]!["v"]!.GetValue<string>();

    private static TimePattern Pattern(string pattern) => TimePattern.Parse(pattern, "", new Problems()).ShouldNotBeNull();

    private static string Written(TimePattern pattern, long local, long offset)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        pattern.Write(local, offset, bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The seconds since 1970 at which the zone's offset changes, until 2040.</summary>
    private static IEnumerable<long> Transitions(TimeZoneInfo zone)
    {
        const long End = 2_208_988_800;
        const long Step = 86_400;
        for (var at = 0L; at < End; at += Step)
        {
            var (before, after) = (at, at + Step);
            if (Offset(zone, before) == Offset(zone, after))
                continue;
            while (after - before > 1)
            {
                var middle = (before + after) / 2;
                if (Offset(zone, middle) == Offset(zone, at))
                    before = middle;
                else
                    after = middle;
            }

            yield return after;
        }
    }

    private static TimeSpan Offset(TimeZoneInfo zone, long second) => zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(second));
}
