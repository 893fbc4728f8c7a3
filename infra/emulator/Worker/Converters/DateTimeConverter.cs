using System.Globalization;
using Microsoft.Azure.Functions.Worker.Converters;

namespace DataAggregator.Emulator.Worker.Converters;

/// <summary>Reads an instant from text.</summary>
internal sealed class DateTimeConverter : IInputConverter
{
    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        var type = Nullable.GetUnderlyingType(context.TargetType) ?? context.TargetType;
        if (context.Source is not string text)
        {
            return new(ConversionResult.Unhandled());
        }

        if (type == typeof(DateTimeOffset) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var offset))
        {
            return new(ConversionResult.Success(offset));
        }

        return new(type == typeof(DateTime) && DateTime.TryParse(text, CultureInfo.InvariantCulture, out var date)
            ? ConversionResult.Success(date)
            : ConversionResult.Unhandled());
    }
}
