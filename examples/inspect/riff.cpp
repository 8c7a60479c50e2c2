// RIFF, above all WAV: sound in chunks; RIFX is the same in big-endian order. Samples are a view of two axes.
#include "report.hpp"
#include <optional>

namespace inspect {

namespace {

constexpr std::uint16_t pcm = 1, ieee_float = 3, extensible = 0xfffe;
constexpr name_of encodings[] = {
    {pcm, "PCM"},         {2, "MS ADPCM"},           {ieee_float, "IEEE float"}, {6, "A-law"},
    {7, "mu-law"},        {17, "IMA ADPCM"},         {49, "GSM 6.10"},           {80, "MPEG"},
    {85, "MPEG layer 3"}, {extensible, "extensible"}};

/// Is a sample of three bytes as it lies in the file: an element type of our own.
template <std::endian Order>
struct int24 {
    std::uint8_t stored[3];

    [[nodiscard]] std::int32_t value() const noexcept {
        constexpr bool big = Order == std::endian::big;
        const std::uint32_t bits = std::uint32_t{stored[big ? 0 : 2]} << 16 | std::uint32_t{stored[1]} << 8 |
                                   std::uint32_t{stored[big ? 2 : 0]};
        return static_cast<std::int32_t>(bits ^ 0x800000u) - 0x800000;
    }
};

/// Is where the data of a chunk are.
struct chunk {
    std::uint64_t offset = 0, size = 0;
};

/// Holds what the chunk `fmt ` says.
struct sound {
    std::uint16_t encoding, channels;
    std::uint32_t rate;
    std::uint16_t frame_size, bits;
};

/// Views the data as frames x channels of `Sample`, and prints the first frames.
template <class Sample>
void print_frames(bytes data, const sound& what, report& out) {
    // The last frame may be cut short.
    const std::ptrdiff_t frames = data.size() / what.frame_size;
    const auto samples = data[lb::slice(frames * what.frame_size)].template cast<Sample>(frames, what.channels);
    constexpr std::int64_t most = 6;
    for (const auto& frame : samples[lb::slice(most)]) {
        std::string shown;
        for (const Sample& sample : frame[lb::slice(most)])
            fmt::format_to(std::back_inserter(shown), "{:>12}", sample.value());
        out.line("{}{}", shown, what.channels > most ? " ..." : "");
    }
    out.more(frames, "frames", most);
}

template <std::endian Order>
void print_samples(bytes file, const chunk& where, const sound& what, report& out) {
    const int sample_size = what.channels == 0 ? 0 : what.frame_size / what.channels;
    if (sample_size == 0 || sample_size * what.channels != what.frame_size)
        throw damaged("frames of {} bytes do not divide into {} channels", what.frame_size, what.channels);
    const bytes data = part(file, where.offset, where.size);
    const std::ptrdiff_t frames = data.size() / what.frame_size;
    out.heading("samples: {} frames of {} channels, {:.3f} s", frames, what.channels,
                what.rate == 0 ? 0.0 : static_cast<double>(frames) / what.rate);
    const auto are = [&](std::uint16_t encoding, int size) { return what.encoding == encoding && sample_size == size; };
    if (are(pcm, 1)) return print_frames<lb::endian_value<std::uint8_t, Order>>(data, what, out);
    if (are(pcm, 2)) return print_frames<lb::endian_value<std::int16_t, Order>>(data, what, out);
    if (are(pcm, 3)) return print_frames<int24<Order>>(data, what, out);
    if (are(pcm, 4)) return print_frames<lb::endian_value<std::int32_t, Order>>(data, what, out);
    if (are(ieee_float, 4)) return print_frames<lb::endian_value<float, Order>>(data, what, out);
    if (are(ieee_float, 8)) return print_frames<lb::endian_value<double, Order>>(data, what, out);
    out.hexdump(file, where.offset, std::min<std::uint64_t>(where.size, 64));
}

template <std::endian Order>
sound print_sound_header(bytes file, const chunk& where, report& out) {
    out.heading("sound");
    const auto [encoding, channels, rate, byte_rate, frame_size, bits] =
        out.fields<in_order<Order, "HHIIHH">>(file, where.offset,
                                              {{"encoding", named<encodings>},
                                               "channels",
                                               "frames per second",
                                               "bytes per second",
                                               "bytes per frame",
                                               "bits per sample"});
    sound what{encoding, channels, rate, frame_size, bits};
    if (encoding == extensible && where.size >= 40) {
        const auto [extra, valid_bits, speakers, real_encoding] = out.fields<in_order<Order, "HHIH14x">>(
            file, where.offset + 16,
            {"extra bytes", "valid bits", {"speakers", hex}, {"real encoding", named<encodings>}});
        what.encoding = real_encoding;
    }
    return what;
}

template <std::endian Order>
void print_in_order(bytes file, report& out) {
    out.heading("header");
    const auto [magic, riff_size, form] = out.fields<in_order<Order, "4sI4s">>(file, 0, {"magic", "size", "form"});
    // The file may go on behind the form; the form may not go on behind the file.
    const bytes whole = up_to(file, 8, riff_size);

    out.heading("chunks");
    out.line("  {:<8}  {:<4} {:>10}", "offset", "type", "length");
    std::optional<chunk> sound_chunk, data_chunk;
    std::int64_t count = 0;
    for (std::uint64_t at = 12; at < size_of(whole);) {
        out.about("chunk at offset {0} ({0:#x})", at);
        const auto [type, size] = lb::unpack_from<in_order<Order, "4sI">>(whole, index_of(at));
        const bytes data = part(whole, at + 8, size);
        if (++count <= most_rows)
            out.line("  {:08x}  {:<4} {:>10}  {}", at, printable(type), size,
                     type == "LIST" ? quoted(text(data[lb::slice(4)])) : "");
        if (form == "WAVE" && type == "fmt ") sound_chunk = {at + 8, size};
        if (form == "WAVE" && type == "data") data_chunk = {at + 8, size};
        at += 8 + std::uint64_t{size} + size % 2; // an odd chunk is followed by a byte of padding
    }
    out.more(count, "chunks");

    if (!sound_chunk) return;
    const sound what = print_sound_header<Order>(file, *sound_chunk, out);
    if (data_chunk) print_samples<Order>(file, *data_chunk, what, out);
}

void print(bytes file, report& out) {
    if (starts_with(file, "RIFX"))
        print_in_order<std::endian::big>(file, out);
    else
        print_in_order<std::endian::little>(file, out);
}

} // namespace

const file_format riff{"RIFF/WAV", [](bytes file) { return starts_with(file, "RIFF") || starts_with(file, "RIFX"); },
                       print};

} // namespace inspect
