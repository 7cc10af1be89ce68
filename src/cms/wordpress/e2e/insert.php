<?php
// Saves posts as WP-CLI and imports do, past the REST API, and prints what became of them.
require getenv('WORDPRESS') . '/wp-load.php';

$save = function (string $content): string {
    $id = wp_insert_post(['post_title' => '公示', 'post_content' => wp_slash($content), 'post_status' => 'publish']);
    return get_post_status($id);
};
$id = wp_insert_post(['post_title' => '公示', 'post_content' => '身份证号：110101190103070018', 'post_status' => 'draft']);
wp_publish_post($id);
$later = wp_insert_post(['post_title' => '公示', 'post_content' => '身份证号：110101190103070018', 'post_status' => 'draft']);
wp_update_post(['ID' => $later, 'post_status' => 'publish']);
echo "\n", json_encode([
    'leaky' => $save('<p>身份证号：110101<b>19010307</b>0018</p>'),
    'clean' => $save('<p>本次会议定于周三召开。</p>'),
    'updated' => get_post_status($later),
    'directly' => get_post_status($id),
]), "\n";
