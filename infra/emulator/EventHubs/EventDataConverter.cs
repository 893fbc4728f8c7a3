using Azure.Core.Serialization;
using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.Options;

namespace DataAggregator.Emulator.EventHubs;

/// <summary>Gives a function its events as what its parameter is: <see cref="EventData"/>, text, bytes, or a type that JSON is read into; one or many.</summary>
internal sealed class EventDataConverter(IOptions<WorkerOptions> options) : IInputConverter
{
    private readonly ObjectSerializer _serializer = options.Value.Serializer!;

    /// <summary>The type of one event when the parameter takes many: an array's, or a list's in one of its usual shapes; null when it takes one.</summary>
    public static Type? ElementOf(Type parameter)
    {
        if (parameter.IsArray && parameter != typeof(byte[]))
        {
            return parameter.GetElementType();
        }

        return parameter.IsGenericType && parameter.IsAssignableFrom(typeof(List<>).MakeGenericType(parameter.GenericTypeArguments[0]))
            ? parameter.GenericTypeArguments[0]
            : null;
    }

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        try
        {
            return ValueTask.FromResult(context.Source switch
            {
                EventData data => ConversionResult.Success(One(data, context.TargetType)),
                EventData[] events when ElementOf(context.TargetType) is { } element => ConversionResult.Success(Many(events, element, context.TargetType)),
                _ => ConversionResult.Unhandled(),
            });
        }
        catch (Exception cause)
        {
            return ValueTask.FromResult(ConversionResult.Failed(cause));
        }
    }

    private object Many(EventData[] events, Type element, Type target)
    {
        var array = Array.CreateInstance(element, events.Length);
        for (var i = 0; i < events.Length; i++)
        {
            array.SetValue(One(events[i], element), i);
        }

        return target.IsInstanceOfType(array) ? array : Activator.CreateInstance(typeof(List<>).MakeGenericType(element), array)!;
    }

    private object? One(EventData data, Type target)
    {
        if (target == typeof(EventData) || target == typeof(object))
        {
            return data;
        }

        if (target == typeof(string))
        {
            return data.EventBody.ToString();
        }

        if (target == typeof(byte[]))
        {
            return data.Body.ToArray();
        }

        if (target == typeof(ReadOnlyMemory<byte>))
        {
            return data.Body;
        }

        return target == typeof(BinaryData) ? data.EventBody : _serializer.Deserialize(data.EventBody.ToStream(), target, CancellationToken.None);
    }
}
