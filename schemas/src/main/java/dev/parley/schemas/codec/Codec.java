package dev.parley.schemas.codec;

import dev.parley.schemas.event.Owner;
import dev.parley.schemas.event.Unknown;
import dev.parley.schemas.keys.DataKey;
import dev.parley.schemas.keys.KeyStoreException;
import dev.parley.schemas.keys.Keys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Records to framed bytes and back. */
public final class Codec {
    private static final byte MAGIC = 0;
    private static final int HEAD = 5;

    private final Keys keys;
    private final SchemaCatalogue catalogue;
    private final SchemaSource others;
    private final FieldCipher cipher;
    private final Map<Class<?>, RecordMapper> mappers = new ConcurrentHashMap<>();
    private final Map<Integer, Writer> writers = new ConcurrentHashMap<>();
    private final Map<String, Schema> clears = new ConcurrentHashMap<>();

    /** What wrote a value: its schema, and the clear schemas of its personal fields. */
    private record Writer(
            RecordMapper mapper, GenericDatumReader<Object> reader, Map<String, Schema> clears) {}

    public Codec(Keys keys, SchemaCatalogue catalogue) {
        this(keys, catalogue, SchemaSource.NONE);
    }

    /**
     * @param others asked for schemas that this build doesn't have
     */
    public Codec(Keys keys, SchemaCatalogue catalogue, SchemaSource others) {
        this.keys = keys;
        this.catalogue = catalogue;
        this.others = others;
        this.cipher = new FieldCipher(keys);
    }

    /**
     * @throws CodecException if the record's type has no committed schema, or refuses
     * @throws KeyStoreException if the owner's key can't be had
     */
    public byte[] encode(Object value, Owner owner) {
        SchemaCatalogue.Entry entry =
                catalogue
                        .newest(value.getClass())
                        .orElseThrow(
                                () ->
                                        new CodecException(
                                                "no schema for " + value.getClass().getName()));
        RecordMapper mapper = mappers.computeIfAbsent(value.getClass(), RecordMapper::new);
        Object avro = mapper.toAvro(value, new Sealing(owner));
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes(ByteBuffer.allocate(HEAD).put(MAGIC).putInt(entry.id()).array());
        write(avro, mapper.schema(), out);
        return out.toByteArray();
    }

    /**
     * Reads what any build wrote: a field that this build doesn't know is dropped, one that the
     * writer didn't know has its default. May wait for a schema as long as {@link SchemaSource}
     * does.
     *
     * @return the record, or {@link Unknown} if this build doesn't know its type
     * @throws CodecException if the bytes are malformed
     * @throws KeyStoreException if the key store can't be reached
     */
    public Object decode(byte[] framed) {
        int id = schemaId(framed);
        Optional<SchemaCatalogue.Entry> entry = entry(id);
        if (entry.isEmpty() || entry.get().type() == null) {
            return new Unknown(id);
        }
        try {
            Writer writer = writers.computeIfAbsent(id, missing -> writer(entry.get()));
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(framed, HEAD, framed.length - HEAD, null);
            Object avro = writer.reader().read(null, decoder);
            if (!decoder.isEnd()) {
                throw new CodecException("bytes are left over after " + entry.get().name());
            }
            return writer.mapper().toJava(avro, new Opening(writer.clears()));
        } catch (CodecException | KeyStoreException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CodecException(entry.get().name() + " is malformed", e);
        }
    }

    /**
     * The schema's id of framed bytes.
     *
     * @throws CodecException if they are not framed
     */
    public static int schemaId(byte[] framed) {
        if (framed.length < HEAD || framed[0] != MAGIC) {
            throw new CodecException(
                    "not framed: a zero byte and four bytes of schema id are missing");
        }
        return ByteBuffer.wrap(framed, 1, 4).getInt();
    }

    private Optional<SchemaCatalogue.Entry> entry(int id) {
        Optional<SchemaCatalogue.Entry> own = catalogue.byId(id);
        return own.isPresent()
                ? own
                : others.find(id)
                        .map(
                                published ->
                                        new SchemaCatalogue.Entry(
                                                id,
                                                published.name(),
                                                published.version(),
                                                catalogue.type(published.name()).orElse(null),
                                                published.json()));
    }

    private Writer writer(SchemaCatalogue.Entry entry) {
        Class<?> type = entry.type();
        if (type == null) {
            throw new IllegalStateException(entry.name());
        }
        RecordMapper mapper = mappers.computeIfAbsent(type, RecordMapper::new);
        Schema written = entry.schema();
        Map<String, Schema> personal = new ConcurrentHashMap<>();
        PersonalFields.collect(written, personal);
        return new Writer(mapper, new GenericDatumReader<>(written, mapper.schema()), personal);
    }

    private static void write(Object avro, Schema schema, ByteArrayOutputStream out) {
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<Object>(schema).write(avro, encoder);
            encoder.flush();
        } catch (IOException | RuntimeException e) {
            throw new CodecException(schema.getFullName() + " can't be written", e);
        }
    }

    private Schema clear(Schema.Field field, String name) {
        return clears.computeIfAbsent(name, missing -> AvroForm.clear(field));
    }

    private final class Sealing implements RecordMapper.Seals {
        private final Owner owner;
        private @Nullable DataKey key;

        Sealing(Owner owner) {
            this.owner = owner;
        }

        @Override
        public byte[] seal(Schema.Field field, String name, Object avro) {
            DataKey with = key;
            if (with == null) {
                with = keys.of(owner);
                key = with;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(128);
            write(avro, clear(field, name), out);
            return cipher.seal(out.toByteArray(), with, name);
        }

        @Override
        public Object open(Schema.Field field, String name, byte[] sealed) {
            throw new IllegalStateException("sealing doesn't open");
        }
    }

    private final class Opening implements RecordMapper.Seals {
        private final Map<String, Schema> written;

        Opening(Map<String, Schema> written) {
            this.written = written;
        }

        @Override
        public byte[] seal(Schema.Field field, String name, Object avro) {
            throw new IllegalStateException("opening doesn't seal");
        }

        @Override
        public @Nullable Object open(Schema.Field field, String name, byte[] sealed) {
            Optional<byte[]> clear = cipher.open(sealed, name);
            if (clear.isEmpty()) {
                return null;
            }
            Schema reads = clear(field, name);
            Schema wrote = written.getOrDefault(name, reads);
            try {
                BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(clear.get(), null);
                return new GenericDatumReader<>(wrote, reads).read(null, decoder);
            } catch (IOException | RuntimeException e) {
                throw new CodecException("field " + name + " is malformed", e);
            }
        }
    }
}
