using System.Buffers;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Expressions.Nodes;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Lists, which are values of type json. What is no list has no items.</summary>
internal static class ListFunctions
{
    private const string Category = "list";

    private delegate void Arranging(Span<(int Start, int End)> items, ListOrder order, ArrayBufferWriter<byte> result, byte[] list);

    public static Function[] All { get; } =
    [
        Function.Of(Category, "Whether a list has the value in it; false of what is no list.", "array_contains(split('a,b', ','), 'b')", "true",
            ("array_contains(list: json, value: any) -> bool", Contains)),
        Function.Of(Category, "The number of items of a list; null of anything else.", "array_length(json_array(1, 2, 3))", "3",
            ("array_length(list: json) -> int64?", Count)),
        Function.Of(Category, "The items of a list as text with a separator between two, nulls left out; null of what is no list.", "join_text(json_array('a', 1, null), '; ')", "\"a; 1\"",
            ("join_text(list: json, separator: string) -> string?", Join)),
        Function.Of(Category, "The item at a place, counted from 0 or, below 0, from the end; null where there is none.", "array_get(split('a,b,c', ','), -1)", "\"c\"",
            ("array_get(list: json, index: int64) -> json?", Get)),
        Function.Of(Category, "Where the value first stands in the list, counted from 0; -1 where it does not, null of what is no list.", "array_index_of(split('a,b', ','), 'b')", "1",
            ("array_index_of(list: json, value: any) -> int64?", IndexOf)),
        Function.Of(Category, "The items from a place on, counted from 0 or, below 0, from the end; without length all to the end. Null of what is no list.", "array_slice(json_array(1, 2, 3, 4), 1, 2)", "[2,3]",
            ("array_slice(list: json, start: int64, length: int64 = all) -> json?", Slice)),
        Function.Of(Category, "The items of all lists as one list, one list after the other; null where one is no list.", "array_concat(json_array(1), json_array(2, 1))", "[1,2,1]",
            ("array_concat(lists: json...) -> json?", Concat)),
        Function.Of(Category, "The list in order: numbers, texts by their letters' code points, false and true, objects and lists, nulls. Null of what is no list.", "array_sort(json_array(10, 'b', 9, 'a', null))", """[9,10,"a","b",null]""",
            ("array_sort(list: json) -> json?", static call => Arrange(call, Sort))),
        Function.Of(Category, "The list without items that stand in it before; objects and lists are the same when they are written alike. Null of what is no list.", "array_distinct(json_array(2, 1, 2.0, 'a', 'a'))", """[2,1,"a"]""",
            ("array_distinct(list: json) -> json?", static call => Arrange(call, Distinct))),
        Function.Of(Category, "The sum of the numbers of a list, nulls left out, exact; null of what is no list.", "array_sum(json_array(0.1, 0.2, null))", "0.3",
            ("array_sum(list: json) -> decimal?", Sum)),
        Function.Of(Category, "The first item in the order of array_sort, nulls left out; null where there is none.", "array_min(json_array(3, 1.5, null))", "1.5",
            ("array_min(list: json) -> json?", static call => Extreme(call, sign: -1))),
        Function.Of(Category, "The last item in the order of array_sort, nulls left out; null where there is none.", "array_max(json_array(3, 10, null))", "10",
            ("array_max(list: json) -> json?", static call => Extreme(call, sign: 1))),
    ];

    private static void Count(Invocation call)
    {
        if (!ListItems.TryOpen(call.Bytes(0), out var items))
            call.ReturnNull();
        else
            call.Return(CountOf(ref items));
    }

    private static long CountOf(ref ListItems items)
    {
        var count = 0L;
        while (items.MoveNext())
            count++;
        return count;
    }

    private static void Contains(Invocation call)
    {
        var found = ListItems.TryOpen(call.Bytes(0), out var items) && PlaceOf(call, ref items) >= 0;
        call.Return(found);
    }

    private static void IndexOf(Invocation call)
    {
        if (!ListItems.TryOpen(call.Bytes(0), out var items))
            call.ReturnNull();
        else
            call.Return(PlaceOf(call, ref items));
    }

    private static long PlaceOf(Invocation call, ref ListItems items)
    {
        var wanted = call.Value(1);
        for (var place = 0L; items.MoveNext(); place++)
        {
            if (ValueOrder.Compare(Value.OfJson(items.Current, call.Scratch), wanted) == 0)
                return place;
        }

        return -1;
    }

    private static void Join(Invocation call)
    {
        if (!ListItems.TryOpen(call.Bytes(0), out var items))
        {
            call.ReturnNull();
            return;
        }

        var result = call.Writer();
        Span<byte> room = stackalloc byte[ValueText.Room];
        var any = false;
        while (items.MoveNext())
        {
            var value = Value.OfJson(items.Current, call.Scratch);
            if (ValueOrder.IsNull(value))
                continue;
            if (any)
                result.Write(call.Bytes(1));
            any = true;
            result.Write(ValueText.Of(value, room));
        }

        call.ReturnWritten();
    }

    private static void Get(Invocation call)
    {
        var list = call.Bytes(0);
        if (!ListItems.TryOpen(list, out var items) || StartOf(list, call.Long(1)) is not { } index)
        {
            call.ReturnNull();
            return;
        }

        for (var place = 0L; items.MoveNext(); place++)
        {
            if (place == index && !items.Current.SequenceEqual("null"u8))
            {
                call.Return(items.Current);
                return;
            }
        }

        call.ReturnNull();
    }

    private static void Slice(Invocation call)
    {
        var list = call.Bytes(0);
        if (!ListItems.TryOpen(list, out var items))
        {
            call.ReturnNull();
            return;
        }

        var start = StartOf(list, call.Long(1)) ?? 0;
        var left = Math.Max(0, call.Long(2, long.MaxValue));
        var result = call.Writer();
        result.Write("["u8);
        for (var place = 0L; left > 0 && items.MoveNext(); place++)
        {
            if (place < start)
                continue;
            Add(result, items.Current);
            left--;
        }

        result.Write("]"u8);
        call.ReturnWritten();
    }

    /// <summary>The place counted from 0; null for one before the first item.</summary>
    private static long? StartOf(ReadOnlySpan<byte> list, long index)
    {
        if (index >= 0)
            return index;
        ListItems.TryOpen(list, out var items);
        var place = CountOf(ref items) + index;
        return place >= 0 ? place : null;
    }

    private static void Concat(Invocation call)
    {
        var result = call.Writer();
        result.Write("["u8);
        for (var i = 0; i < call.Count && result.WrittenCount <= ResultBuilder.MaxTextLength; i++)
        {
            if (!ListItems.TryOpen(call.Bytes(i), out var items))
            {
                call.ReturnNull();
                return;
            }

            while (items.MoveNext())
                Add(result, items.Current);
        }

        result.Write("]"u8);
        call.ReturnWritten();
    }

    private static void Arrange(Invocation call, Arranging arrange)
    {
        var list = call.Bytes(0);
        if (!ListItems.TryOpen(list, out var items))
        {
            call.ReturnNull();
            return;
        }

        // An item and its comma are two bytes at least.
        var ranges = ArrayPool<(int Start, int End)>.Shared.Rent((list.Length / 2) + 1);
        var copy = ArrayPool<byte>.Shared.Rent(list.Length);
        list.CopyTo(copy);
        var count = 0;
        while (items.MoveNext())
        {
            list.Overlaps(items.Current, out var start);
            ranges[count++] = (start, start + items.Current.Length);
        }

        var result = call.Writer();
        result.Write("["u8);
        arrange(ranges.AsSpan(0, count), new ListOrder(copy, call.Scratch, call.ScratchOf(0)), result, copy);
        result.Write("]"u8);
        ArrayPool<byte>.Shared.Return(copy);
        ArrayPool<(int Start, int End)>.Shared.Return(ranges);
        call.ReturnWritten();
    }

    private static void Sort(Span<(int Start, int End)> items, ListOrder order, ArrayBufferWriter<byte> result, byte[] list)
    {
        items.Sort(order);
        foreach (var (start, end) in items)
            Add(result, list.AsSpan(start..end));
    }

    private static void Distinct(Span<(int Start, int End)> items, ListOrder order, ArrayBufferWriter<byte> result, byte[] list)
    {
        items.Sort(order);
        var kept = 0;
        foreach (var item in items)
        {
            if (kept == 0 || order.CompareValues(items[kept - 1], item) != 0)
                items[kept++] = item;
        }

        items = items[..kept];
        items.Sort();
        foreach (var (start, end) in items)
            Add(result, list.AsSpan(start..end));
    }

    private static void Sum(Invocation call)
    {
        if (!ListItems.TryOpen(call.Bytes(0), out var items))
        {
            call.ReturnNull();
            return;
        }

        var sum = Decimal38.FromInt64(0);
        try
        {
            while (items.MoveNext())
            {
                var value = Value.OfJson(items.Current, call.Scratch);
                if (value.Kind == ValueKind.Number)
                    sum += value.Number;
                else if (value.Kind != ValueKind.Null)
                {
                    call.Fail(value.Kind == ValueKind.HugeNumber ? ExpressionError.OutOfRange : ExpressionError.WrongType(DataType.Decimal));
                    return;
                }
            }

            call.Return(sum);
        }
        catch (OverflowException)
        {
            call.Fail(ExpressionError.OutOfRange);
        }
    }

    private static void Extreme(Invocation call, int sign)
    {
        ReadOnlySpan<byte> found = default;
        if (ListItems.TryOpen(call.Bytes(0), out var items))
        {
            while (items.MoveNext())
            {
                if (!items.Current.SequenceEqual("null"u8) && (found.IsEmpty || ListOrder.Compare(items.Current, found, call.Scratch, call.ScratchOf(0)) * sign > 0))
                    found = items.Current;
            }
        }

        if (found.IsEmpty)
            call.ReturnNull();
        else
            call.Return(found);
    }

    private static void Add(ArrayBufferWriter<byte> result, ReadOnlySpan<byte> item)
    {
        if (result.WrittenCount > 1)
            result.Write(","u8);
        result.Write(item);
    }
}
