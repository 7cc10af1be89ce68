<?php
/**
 * Plugin Name: leaklint gate
 * Description: 发布前检查个人信息。Publishing and uploads go through the leaklint sidecar.
 * Requires PHP: 7.4
 *
 * Copy to wp-content/mu-plugins/, and run `leaklint serve` on the same machine. Settings, in wp-config.php:
 *   define('LEAKLINT_URL', 'http://127.0.0.1:8765');   the default
 *   define('LEAKLINT_TOKEN', '…');                     where the sidecar wants one
 *   define('LEAKLINT_REFUSE', 'review');               refuse also what a person should look at; default 'block'
 * Fails closed: without an answer nothing is published. Drafts are saved as they are.
 * Hook: do_action('leaklint_checked', $verdict, $results, $about).
 */

if (!defined('ABSPATH')) {
    exit;
}

const LEAKLINT_PUBLIC = ['publish', 'future'];
const LEAKLINT_FIELDS = ['post_title' => '标题', 'post_content' => '正文', 'post_excerpt' => '摘要'];
const LEAKLINT_ENTITIES = [
    'resident-id' => '身份证号码', 'mobile' => '手机号码', 'bank-card' => '银行卡号', 'bank-account' => '银行账号',
    'address' => '详细住址', 'landline' => '固定电话', 'passport' => '护照号码', 'email' => '电子邮箱',
];

/** @return array|null The answer of the sidecar; null when there is none. */
function leaklint_ask(string $path, string $body, string $type): ?array {
    $headers = ['Content-Type' => $type];
    if (defined('LEAKLINT_TOKEN')) {
        $headers['Authorization'] = 'Bearer ' . LEAKLINT_TOKEN;
    }
    $url = (defined('LEAKLINT_URL') ? LEAKLINT_URL : 'http://127.0.0.1:8765') . $path;
    $response = wp_remote_post($url, ['headers' => $headers, 'body' => $body, 'timeout' => 20, 'redirection' => 0]);
    if (is_wp_error($response) || wp_remote_retrieve_response_code($response) !== 200) {
        return null;
    }
    $answer = json_decode(wp_remote_retrieve_body($response), true);
    return is_array($answer['results'] ?? null) ? $answer : null;
}

/** @return string What the editor has to change; empty when it may be published. */
function leaklint_refusal(?array $answer, array $labels, string $about): string {
    if ($answer === null) {
        return '个人信息检查服务没有响应，因此没有发布。请稍后重试或联系管理员。';
    }
    do_action('leaklint_checked', $answer['verdict'] ?? '', $answer['results'], $about);
    $stops = defined('LEAKLINT_REFUSE') && LEAKLINT_REFUSE === 'review'
        ? ['leak', 'review', 'weak-mask'] : ['leak'];
    $told = [];
    foreach ($answer['results'] as $result) {
        $where = $labels[$result['artifact']] ?? '附件“' . $result['artifact'] . '”';
        foreach ($result['findings'] as $finding) {
            if (!in_array($finding['disposition'], $stops, true)) {
                continue;
            }
            $place = $finding['places'][0] ?? [];
            $line = isset($place['line']) ? "第{$place['line']}行" : (isset($place['page']) ? "第{$place['page']}页" : '');
            $entity = LEAKLINT_ENTITIES[$finding['entity']] ?? $finding['entity'];
            $to = $finding['suggestion']['replacement'] ?? '';
            $told[] = "{$where}{$line}：{$entity}（{$finding['masked']}），" . ($to === '' ? '请处理' : "请改为 {$to}");
        }
        // Pictures, sound and fonts hold no text that is read; everything else that was not read stops.
        $media = preg_match('~^(?:image|audio|video|font)/~', $result['mediaType']) === 1;
        if (!$media && count($result['coverage']['unread']) > 0) {
            $told[] = "{$where}有内容没有检查，不能视为没有问题";
        }
    }
    return $told === [] ? '' : implode('；', array_slice($told, 0, 10)) . '。处理后再发布。';
}

/** @param array $post Fields of a post, unslashed. */
function leaklint_check_post(array $post): string {
    $fields = [];
    foreach (array_keys(LEAKLINT_FIELDS) as $name) {
        // Titles may hold markup too; blocks stand as comments in the text, which is read as a page.
        $fields[$name] = ['html' => (string) ($post[$name] ?? '')];
    }
    $body = wp_json_encode(['fields' => $fields]);
    $answer = $body === false ? null : leaklint_ask('/v1/scan', $body, 'application/json');
    return leaklint_refusal($answer, LEAKLINT_FIELDS, 'post');
}

// The block editor and every other client of the REST API: the message is shown, nothing is saved.
add_action('init', function (): void {
    foreach (get_post_types(['show_in_rest' => true]) as $type) {
        add_filter("rest_pre_insert_{$type}", function ($prepared) {
            if (is_wp_error($prepared)) {
                return $prepared;
            }
            // A patch may hold nothing but the status: the rest is what is stored.
            $stored = empty($prepared->ID) ? [] : (array) get_post($prepared->ID, ARRAY_A);
            $post = array_merge($stored, array_filter((array) $prepared, fn($value) => $value !== null));
            if (!in_array($post['post_status'] ?? 'draft', LEAKLINT_PUBLIC, true)) {
                return $prepared;
            }
            $message = leaklint_check_post($post);
            leaklint_checked_text($post, $message === '');
            return $message === '' ? $prepared : new WP_Error('leaklint_refused', $message, ['status' => 422]);
        }, 99);
    }
}, 99);

/** Remembers within a request which text passed, so that the second hook need not ask again. */
function leaklint_checked_text(array $post, ?bool $passed = null): bool {
    static $seen = [];
    $text = array_map(fn($name) => trim((string) ($post[$name] ?? '')), array_keys(LEAKLINT_FIELDS));
    $key = hash('sha256', (string) wp_json_encode($text));
    if ($passed === true) {
        $seen[$key] = true;
    }
    return isset($seen[$key]);
}

// Classic editor, quick edit, XML-RPC, WP-CLI, scheduled imports: these show no error, so the post stays a draft.
add_filter('wp_insert_post_data', function (array $data): array {
    $types = get_post_types(['public' => true]);
    $public = in_array($data['post_status'], LEAKLINT_PUBLIC, true) && in_array($data['post_type'], $types, true);
    $post = wp_unslash($data);
    if (!$public || $data['post_type'] === 'attachment' || leaklint_checked_text($post)) {
        return $data;
    }
    $message = leaklint_check_post($post);
    leaklint_checked_text($post, $message === '');
    if ($message !== '') {
        $data['post_status'] = 'draft';
        set_transient('leaklint_notice_' . get_current_user_id(), $message, 120);
    }
    return $data;
}, 99);

// wp_publish_post() and the clock of scheduled posts write the status past that filter.
add_action('transition_post_status', function (string $new, string $old, WP_Post $post): void {
    global $wpdb;
    $fields = $post->to_array();
    $public = in_array($post->post_type, get_post_types(['public' => true]), true) && $post->post_type !== 'attachment';
    if ($new !== 'publish' || $old === 'publish' || !$public || leaklint_checked_text($fields)) {
        return;
    }
    $message = leaklint_check_post($fields);
    if ($message !== '') {
        $wpdb->update($wpdb->posts, ['post_status' => 'draft'], ['ID' => $post->ID]);
        clean_post_cache($post->ID);
        set_transient('leaklint_notice_' . get_current_user_id(), $message, 120);
    }
}, 0, 3);

add_action('admin_notices', function (): void {
    $key = 'leaklint_notice_' . get_current_user_id();
    $message = get_transient($key);
    if (is_string($message)) {
        delete_transient($key);
        echo '<div class="notice notice-error"><p>' . esc_html($message) . '</p></div>';
    }
});

// Both ways in: forms, and raw bodies of the REST API.
$leaklint_upload = function (array $file): array {
    if (!empty($file['error']) || !is_readable($file['tmp_name'] ?? '')) {
        return $file;
    }
    $bytes = file_get_contents($file['tmp_name']);
    $query = '/v1/scan?name=' . rawurlencode((string) $file['name']);
    // An empty file holds nothing, and the sidecar takes no empty body.
    if ($bytes === '') {
        return $file;
    }
    $answer = $bytes === false ? null : leaklint_ask($query, $bytes, 'application/octet-stream');
    $message = leaklint_refusal($answer, [], 'upload');
    if ($message !== '') {
        $file['error'] = $message;
    }
    return $file;
};
add_filter('wp_handle_upload_prefilter', $leaklint_upload);
add_filter('wp_handle_sideload_prefilter', $leaklint_upload);
